// A birth from a parent's phone to a registered, resident, insured child, and the page that says who looked.
import { check, fill, go, look, visitor } from "../lib.mjs";

const day = new Date(Date.now() - 3 * 24 * 3600 * 1000);
const paper = { name: "cam-doan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") };
const answers = (child) => ({
  "requester.relation": "mother", "child.parents": "both", "parents.married": "yes", "notice.kind": "none",
  "child.name": child, "child.birth-day": String(day.getDate()), "child.birth-month": String(day.getMonth() + 1),
  "child.birth-year": String(day.getFullYear()), "child.sex": "male", "child.is_twin": "no",
  "child.birth_facility": "Bệnh viện Sản Nhi mẫu", "child.birth_place-detail": "Số 1, đường Thử Nghiệm",
  "child.ethnicity": "kinh", "insurance.guardian": "mother", "insurance.clinic": "Trạm y tế mẫu", "card.wanted": "yes",
  "residence.relation": "grandchild_or_nibling", "results.manner": "electronic", "results.copies": "1", "papers.no_notice": paper,
  "requester.phone": "0912345678", "requester.email": "",
});

/** Goes through the form until the check page, whatever pages arise. */
async function fillForm(who, child) {
  const { page } = who;
  const said = answers(child);
  for (let steps = 0; steps < 60; steps += 1) {
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/check")) return;
    const key = path.split("/").at(-1);
    await look(who, `form-${key}`);
    const script = !who.name.endsWith("noscript");
    for (const unit of ["child.birth_place", "child.hometown", "agency.unit"]) {
      const province = page.locator(`main [name="${unit}-province"]`);
      if ((await province.count()) === 0) continue;
      // What the register suggests stays.
      if ((await page.locator(`main [name="${unit}-commune"]`).inputValue().catch(() => "")) !== "") continue;
      await province.selectOption("40");
      if (script) await page.waitForFunction((name) => document.querySelector(`[name="${name}-commune"]`).options.length > 1, unit);
      else {
        await fill(page, said);
        await go(page, "Chọn tỉnh").catch(() => {});
      }
      const commune = page.locator(`main [name="${unit}-commune"]`);
      if ((await commune.inputValue()) === "") await commune.selectOption({ index: 1 });
    }
    await fill(page, said);
    if (said["papers.no_notice"] && (await page.locator('main input[type=file]').count()) && script) await page.waitForTimeout(1500);
    const confirm = page.locator('main [name="confirm"]');
    for (let n = 0; n < (await confirm.count()); n += 1) await confirm.nth(n).check({ force: true });
    await go(page, "Tiếp tục");
    if (new URL(page.url()).pathname === path && (await page.locator(".errors, [data-errors], .error-summary").count())) {
      const retry = page.locator('main [name="confirm"]');
      check((await retry.count()) > 0, `stuck on ${path}: ${await page.locator("main").innerText()}`);
    }
  }
  throw new Error("the form does not end");
}

async function file(browser, site, child, options) {
  const who = await visitor(browser, site, "parent", options);
  const { page } = who;
  await page.goto("/");
  await look(who, "home");
  await page.goto("/procedures/3.000722");
  await look(who, "procedure");
  await go(page);
  await fillForm(who, child);
  await look(who, "check");
  const declare = page.locator("main [type=checkbox]");
  for (let n = 0; n < (await declare.count()); n += 1) await declare.nth(n).check({ force: true });
  await go(page, /Nộp/);
  await look(who, "done");
  const text = await page.locator("main").innerText();
  const code = text.match(/[A-Z0-9.]+-\d{8}-\d{7}/)?.[0];
  check(code, `no code on ${page.url()}: ${text}`);
  check(!who.failures.length, who.failures.join("; "));
  return { who, code };
}

async function decide(browser, site, role, code, count, options) {
  const officer = await visitor(browser, site, role, options);
  const { page } = officer;
  await page.goto("/desk");
  await look(officer, "queue");
  for (let done = 0; done < count; done += 1) {
    await page.goto("/desk");
    const row = page.locator("tr", { hasText: code }).first();
    check((await row.count()) > 0, `${role} does not see ${code}: ${await page.locator("main").innerText()}`);
    const link = await row.locator("a[href*='leg']").first().getAttribute("href");
    const leg = link.match(/[0-9a-f]{32}/)[0];
    await page.goto(`/desk/legs/${leg}`);
    await look(officer, `dossier-${role}`);
    const approve = () => page.locator("main form", { has: page.locator('[name="act"][value="approve"]') }).first();
    const press = () => Promise.all([page.waitForNavigation(), approve().locator("button[type=submit], button:not([type])").last().click()]);
    await press();
    // A brother of the same day looks like the same child: the officer says that it is another one.
    const doubts = approve().locator("[type=checkbox]");
    if ((await doubts.count()) > 0) {
      await look(officer, `doubt-${role}`);
      for (let n = 0; n < (await doubts.count()); n += 1) await doubts.nth(n).check({ force: true });
      await press();
    }
    const after = await page.locator("main").innerText();
    check(!officer.failures.length, `${officer.failures.join("; ")}: ${after.slice(0, 400)}`);
  }
  await page.goto("/desk?filter=done");
  await look(officer, `finished-${role}`);
  await officer.context.close();
}

async function whole(browser, site, child, options) {
  const { who, code } = await file(browser, site, child, options);
  await decide(browser, site, "justice", code, 1);
  await who.page.waitForTimeout(4000);
  await decide(browser, site, "police", code, 2);
  await decide(browser, site, "insurance", code, 1);
  const { page } = who;
  await page.goto(`/dossiers/${code}`);
  await look(who, "track");
  const text = await page.locator("main").innerText();
  check(/Đã xử lý xong/.test(text), `the dossier is not finished: ${text}`);
  await page.goto("/vault");
  await look(who, "vault");
  const vault = await page.locator("main").innerText();
  check(vault.includes(child) || /khai sinh/i.test(vault), `no certificate in the vault: ${vault}`);
  await page.goto("/me/seen");
  await look(who, "seen");
  const seen = await page.locator("main").innerText();
  for (const agency of [/Ủy ban nhân dân/, /Công an/, /Bảo hiểm xã hội/]) check(agency.test(seen), `${agency} is missing: ${seen}`);
  check(!who.failures.length, who.failures.join("; "));
  await who.context.close();
}

export const aBirthOnAPhone = (browser, site) => whole(browser, site, "Nguyễn Minh An Mẫu", { phone: true });
export const aBirthOnADesktop = (browser, site) => whole(browser, site, "Nguyễn Bình Minh Mẫu", {});
export const aBirthWithoutScript = (browser, site) => whole(browser, site, "Nguyễn Gia Hưng Mẫu", { phone: true, script: false });

/** What other journeys use of this one; not a journey itself. */
export const parts = { fillForm };
