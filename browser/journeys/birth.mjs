// A birth from a parent's phone to a registered, resident, insured child, and the page that says who looked.
import { approve, birth, file, homeCommune, LINKED } from "../forms.mjs";
import { check, leave, look, sql, visitor } from "../lib.mjs";

async function whole(browser, site, child, options) {
  const commune = await homeCommune(browser, site);
  const who = await visitor(browser, site, "parent", options);
  const { page } = who;
  await page.goto("/");
  await look(who, "home");
  const code = await file(who, LINKED, birth(child), commune, "birth");
  await approve(browser, site, "justice", code, "birth", options);
  await approve(browser, site, "police", code, "birth", { ...options, parts: 2 });
  await approve(browser, site, "insurance", code, "birth", options);
  await page.goto(`/dossiers/${code}`);
  await look(who, "track");
  const text = await page.locator("main").innerText();
  check(/Đã xử lý xong/.test(text), `the dossier is not finished: ${text}`);
  await page.goto("/dossiers");
  await look(who, "dossiers");
  await page.goto("/notices");
  await look(who, "notices");
  await page.goto("/vault");
  await look(who, "vault");
  const vault = await page.locator("main").innerText();
  check(vault.includes(child), `no certificate in the vault: ${vault}`);
  await result(who, site, child);
  await page.goto("/me/seen");
  await look(who, "seen");
  const seen = await page.locator("main").innerText();
  for (const agency of [/Ủy ban nhân dân/, /Công an/, /Bảo hiểm xã hội/]) check(agency.test(seen), `${agency} is missing: ${seen}`);
  await leave(who);
}

/** The certificate, what a stranger sees of it, and the page that stands in for a PDF still being made. */
async function result(who, site, child) {
  const { page } = who;
  await page.locator("main a", { hasText: "Giấy khai sinh" }).filter({ hasText: child }).first().click();
  await page.waitForLoadState("load");
  await look(who, "result");
  const at = page.url();
  await page.locator("main a[href*='/check/']").click();
  await page.waitForLoadState("load");
  await look(who, "standing");
  check(!(await page.locator("main").innerText()).includes(child), "the check page tells the whole name");
  const id = at.match(/[0-9a-f]{32}/)[0];
  const kept = sql(site, `SELECT pdf_hash || ' ' || pdf_bytes FROM casework.result WHERE id = '${id}'`);
  sql(site, `UPDATE casework.result SET pdf_hash = NULL, pdf_bytes = NULL WHERE id = '${id}'`);
  await page.goto(`/vault/${id}/pdf`);
  await look(who, "making");
  if (kept) sql(site, `UPDATE casework.result SET pdf_hash = '${kept.split(" ")[0]}', pdf_bytes = ${kept.split(" ")[1]} WHERE id = '${id}'`);
}

export const aBirthOnAPhone = (browser, site) => whole(browser, site, "Nguyễn Mẫu Minh An", { phone: true });
export const aBirthOnADesktop = (browser, site) => whole(browser, site, "Nguyễn Mẫu Bình Minh", {});
export const aBirthWithoutScript = (browser, site) => whole(browser, site, "Nguyễn Mẫu Gia Hưng", { phone: true, script: false });
