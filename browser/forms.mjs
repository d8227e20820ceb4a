// Any form of the portal gone through page by page, and a dossier decided from the queue.
import { check, fill, go, look, visitor } from "./lib.mjs";

export const paper = {
  name: "giay.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};
/** The linked birth procedure. */
export const LINKED = "3.000722";
/** A dossier's code, wherever it stands. */
export const CODE = /[A-Z0-9.]+-\d{8}-\d{7}/;

/** What a mother answers to the linked form, for a child of some days ago; what differs comes after. */
export function birth(child, differing = {}, daysAgo = 3) {
  const day = new Date(Date.now() - daysAgo * 24 * 3600 * 1000);
  return {
    "requester.relation": "mother", "requester.phone": "0912345678", "requester.email": "", "child.parents": "both", "parents.married": "yes",
    "notice.kind": "none", "child.name": child, "child.birth-day": String(day.getDate()), "child.birth-month": String(day.getMonth() + 1),
    "child.birth-year": String(day.getFullYear()), "child.sex": "male", "child.is_twin": "no",
    "child.birth_facility": "Bệnh viện Sản Nhi mẫu", "child.birth_place-detail": "Số 1, đường Thử Nghiệm", "child.ethnicity": "kinh",
    "insurance.guardian": "mother", "insurance.clinic": "Trạm y tế mẫu", "card.wanted": "yes", "residence.relation": "grandchild_or_nibling",
    "results.manner": "electronic", "results.copies": "1", "papers.no_notice": paper,
    ...differing,
  };
}

/** The commune of the demonstration's officers, as the lists of communes write it. */
export async function homeCommune(browser, site) {
  if (site.commune) return site.commune;
  const who = await visitor(browser, site, "police");
  await who.page.goto("/desk");
  const agency = (await who.page.locator(".header__who small").innerText()).trim();
  await who.context.close();
  const name = agency.replace(/^Công an /, "");
  site.commune = name[0].toUpperCase() + name.slice(1);
  return site.commune;
}

/** Chooses province and commune in every address of the page that no register has filled in. */
async function addresses(who, said, commune) {
  const { page } = who;
  for (const province of await page.locator('main select[name$="-province"]').all()) {
    const name = (await province.getAttribute("name")).replace(/-province$/, "");
    const box = page.locator(`main [name="${name}-commune"]`);
    // What the register suggests stays.
    if ((await box.inputValue().catch(() => "")) !== "") continue;
    await province.selectOption("40");
    if (who.script) await page.waitForFunction((field) => document.querySelector(`[name="${field}-commune"]`).options.length > 1, name);
    else if ((await box.locator("option").count()) < 2) {
      await fill(page, said);
      await go(page, "Chọn tỉnh");
      return addresses(who, said, commune);
    }
    await box.selectOption({ label: commune });
  }
}

/** Goes through the form until the check page, or the page named, whatever pages arise, and looks at each once for each
 *  kind of visitor. */
export async function fillForm(who, said, commune, until = "check") {
  const { page } = who;
  for (let steps = 0; steps < 60; steps += 1) {
    const path = new URL(page.url()).pathname;
    if (path.endsWith(`/${until}`)) return;
    await look(who, `form-${path.split("/").at(-1)}`, { once: true });
    await addresses(who, said, commune);
    const files = await page.locator("main input[type=file]").count();
    await fill(page, said);
    // The receipts are drawn by the server once the files are there.
    if (who.script && files && (await page.locator("main [data-upload-list] li").count())) await page.waitForSelector("main .receipt");
    const confirm = page.locator('main [name="confirm"]');
    for (let n = 0; n < (await confirm.count()); n += 1) await confirm.nth(n).check({ force: true });
    await go(page, "Tiếp tục");
    if (new URL(page.url()).pathname === path) {
      const asked = await page.locator('main [name="confirm"]').count();
      check(asked > 0, `stuck on ${path}: ${await page.locator("main").innerText()}`);
      await look(who, `form-${path.split("/").at(-1)}-asked`, { once: true });
    }
  }
  throw new Error("the form does not end");
}

/** Begins a procedure. */
export async function begin(who, procedure) {
  const { page } = who;
  await page.goto(`/procedures/${procedure}`);
  await look(who, `procedure-${procedure}`, { once: true });
  await go(page);
}

/** Files a procedure and gives the dossier's code. */
export async function file(who, procedure, said, commune, title) {
  await begin(who, procedure);
  await fillForm(who, said, commune);
  return submit(who, title);
}

/** Declares and submits at the check page, and gives the dossier's code. */
export async function submit(who, title) {
  const { page } = who;
  await look(who, `${title}-check`);
  await page.locator("main [name=declare]").check({ force: true });
  await go(page, /Nộp/);
  await look(who, `${title}-done`);
  const text = await page.locator("main").innerText();
  const code = text.match(CODE)?.[0];
  check(code, `no code on ${page.url()}: ${text}`);
  return code;
}

/** Opens a dossier from the officer's queue; waits a while for it to arrive, since a number is asked for outside. */
export async function open(officer, code, step = "") {
  const { page } = officer;
  const row = () => page.locator("tr", { hasText: code }).filter({ hasText: step }).first();
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto("/desk");
    if ((await row().count()) > 0 && !/chờ số/i.test(await row().innerText())) break;
    await page.waitForTimeout(250);
  }
  check((await row().count()) > 0, `${officer.role} does not see ${code}: ${await page.locator("main").innerText()}`);
  const link = await row().locator("a[href*='leg']").first().getAttribute("href");
  await page.goto(`/desk/legs/${link.match(/[0-9a-f]{32}/)[0]}`);
}

/** The form of a dossier's page that sends one act. */
export const form = (page, act) => page.locator("main form", { has: page.locator(`[name="act"][value="${act}"]`) }).first();

/** Sends one act of a dossier's page. */
export const act = (page, word) => Promise.all([page.waitForNavigation(), form(page, word).locator("button:not(.form__default):not([name=more])").last().click()]);

/** Opens a folded form of a dossier's page. */
export const unfold = (page, word) => page.locator("main details", { has: page.locator(`[name="act"][value="${word}"]`) }).evaluate((one) => { one.open = true; });

/** Approves what is open, saying that what is doubted was looked at. */
export async function approveHere(officer, title) {
  const { page } = officer;
  await act(page, "approve");
  // One doubt may come after another: a child of the same name first, then a birth too close to an earlier one.
  const doubts = form(page, "approve").locator("[type=checkbox]");
  for (let rounds = 0; rounds < 4 && (await doubts.count()) > 0; rounds += 1) {
    await look(officer, `${title}-doubt`, { once: true });
    for (let n = 0; n < (await doubts.count()); n += 1) await doubts.nth(n).check({ force: true });
    await act(page, "approve");
  }
  check(/Đã giải quyết/.test(await page.locator("main").innerText()), `not approved: ${await page.locator("main").innerText()}`);
}

/** An officer opens a dossier from the queue and approves it, so many parts of it. */
export async function approve(browser, site, role, code, title, { parts = 1, phone = false } = {}) {
  const officer = await visitor(browser, site, role, { phone });
  await officer.page.goto("/desk");
  await look(officer, `queue-${title}`, { once: true });
  for (let part = 0; part < parts; part += 1) {
    await open(officer, code);
    await look(officer, `${title}-dossier`, { once: true });
    await approveHere(officer, title);
    await look(officer, `${title}-approved`, { once: true });
  }
  await officer.page.goto("/desk?filter=done");
  await look(officer, `${title}-finished`, { once: true });
  check(!officer.failures.length, officer.failures.join("; "));
  await officer.context.close();
}

/** Signs in as somebody and does something, then leaves. */
export async function as(browser, site, role, options, deed) {
  const who = await visitor(browser, site, role, options);
  const out = await deed(who);
  check(!who.failures.length, who.failures.join("; "));
  await who.context.close();
  return out;
}
