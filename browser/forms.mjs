// Any form of the portal gone through page by page, and a dossier decided from the queue.
import { check, fill, go, look, visitor } from "./lib.mjs";

export const paper = {
  name: "giay.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
};

/** The commune of the demonstration's officers, as the lists of communes write it. */
export async function homeCommune(browser, site) {
  const who = await visitor(browser, site, "police");
  await who.page.goto("/desk");
  const agency = (await who.page.locator(".header__who small").innerText()).trim();
  await who.context.close();
  const name = agency.replace(/^Công an /, "");
  return name[0].toUpperCase() + name.slice(1);
}

/** Chooses province and commune in every address of the page that no register has filled in. */
async function addresses(who, said, commune) {
  const { page } = who;
  const script = !who.name.endsWith("noscript");
  for (const province of await page.locator('main select[name$="-province"]').all()) {
    const name = (await province.getAttribute("name")).replace(/-province$/, "");
    const box = page.locator(`main [name="${name}-commune"]`);
    if ((await box.inputValue().catch(() => "")) !== "") continue;
    await province.selectOption("40");
    if (script) await page.waitForFunction((field) => document.querySelector(`[name="${field}-commune"]`).options.length > 1, name);
    else if ((await box.locator("option").count()) < 2) {
      await fill(page, said);
      await go(page, "Chọn tỉnh");
      return addresses(who, said, commune);
    }
    await box.selectOption({ label: commune });
  }
}

/** Goes through the form until the check page, whatever pages arise, and looks at each. */
export async function fillForm(who, said, commune, title) {
  const { page } = who;
  const script = !who.name.endsWith("noscript");
  for (let steps = 0; steps < 60; steps += 1) {
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/check")) return;
    await look(who, `${title}-${path.split("/").at(-1)}`);
    await addresses(who, said, commune);
    await fill(page, said);
    if (script && (await page.locator("main input[type=file]").count())) await page.waitForTimeout(1500);
    const confirm = page.locator('main [name="confirm"]');
    for (let n = 0; n < (await confirm.count()); n += 1) await confirm.nth(n).check({ force: true });
    await go(page, "Tiếp tục");
    if (new URL(page.url()).pathname === path) {
      const asked = await page.locator('main [name="confirm"]').count();
      check(asked > 0, `stuck on ${path}: ${await page.locator("main").innerText()}`);
    }
  }
  throw new Error("the form does not end");
}

/** Files a procedure and gives the dossier's code. */
export async function file(who, procedure, said, commune, title) {
  const { page } = who;
  await page.goto(`/procedures/${procedure}`);
  await look(who, `${title}-procedure`);
  await go(page);
  await fillForm(who, said, commune, title);
  await look(who, `${title}-check`);
  await page.locator("main [name=declare]").check({ force: true });
  await go(page, /Nộp/);
  await look(who, `${title}-done`);
  const text = await page.locator("main").innerText();
  const code = text.match(/[A-Z0-9.]+-\d{8}-\d{7}/)?.[0];
  check(code, `no code on ${page.url()}: ${text}`);
  return code;
}

/** An officer opens a dossier from the queue and approves it, saying that what is doubted was looked at. */
export async function approve(browser, site, role, code, title) {
  const officer = await visitor(browser, site, role);
  const { page } = officer;
  await page.goto("/desk");
  const row = page.locator("tr", { hasText: code }).first();
  check((await row.count()) > 0, `${role} does not see ${code}: ${await page.locator("main").innerText()}`);
  const link = await row.locator("a[href*='leg']").first().getAttribute("href");
  await page.goto(`/desk/legs/${link.match(/[0-9a-f]{32}/)[0]}`);
  await look(officer, `${title}-dossier`);
  const form = () => page.locator("main form", { has: page.locator('[name="act"][value="approve"]') }).first();
  const press = () => Promise.all([page.waitForNavigation(), form().locator("button[type=submit], button:not([type])").last().click()]);
  await press();
  const doubts = form().locator("[type=checkbox]");
  if ((await doubts.count()) > 0) {
    await look(officer, `${title}-doubt`);
    for (let n = 0; n < (await doubts.count()); n += 1) await doubts.nth(n).check({ force: true });
    await press();
  }
  check(!officer.failures.length, officer.failures.join("; "));
  await officer.context.close();
}
