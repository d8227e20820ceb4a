// Families of other kinds: one parent only, twins, a guardian; and the drafts of a parent who stops on the way.
import { approve, begin, birth, file, fillForm, homeCommune, LINKED, open, paper, submit } from "../forms.mjs";
import { check, fill, go, leave, look, sql, visitor } from "../lib.mjs";

async function oneParent(browser, site, child, options) {
  const who = await visitor(browser, site, "parent", options);
  const said = birth(child, { "child.parents": "mother_only", "child.sex": "female", "card.wanted": "no" });
  const code = await file(who, LINKED, said, await homeCommune(browser, site), "one-parent");
  await who.page.goto(`/dossiers/${code}`);
  await look(who, "one-parent-track");
  const parts = await who.page.locator(".leg").allInnerTexts();
  check(!parts.some((part) => /căn cước/.test(part)), `a card that was not wanted: ${parts.join(" | ")}`);
  await approve(browser, site, "justice", code, "one-parent", options);
  await leave(who);
}

/** Two children of one day, a dossier each; the second names the first, and neither is taken for the other. */
async function twins(browser, site, [first, second], options) {
  const commune = await homeCommune(browser, site);
  const who = await visitor(browser, site, "parent", options);
  const twin = { "child.is_twin": "yes", "child.sex": "female" };
  const codes = [];
  for (const child of [first, second]) {
    const said = birth(child, { ...twin, "child.twin_dossier": codes[0] ?? "" }, 5);
    codes.push(await file(who, LINKED, said, commune, "twin"));
  }
  await approve(browser, site, "justice", codes[0], "twin", options);
  const justice = await visitor(browser, site, "justice", options);
  await open(justice, codes[1]);
  const beside = justice.page.locator("section[aria-labelledby=alike-title] tr", { hasText: first });
  check(/trẻ sinh đôi/.test(await beside.innerText()), `the first twin is shown as: ${await beside.innerText()}`);
  await look(justice, "twin-beside");
  await leave(justice);
  await approve(browser, site, "justice", codes[1], "twin", options);
  for (const code of codes) {
    await who.page.goto(`/dossiers/${code}`);
    const gate = await who.page.locator(".leg").first().innerText();
    check(/Đã xử lý xong/.test(gate), `a twin is not registered: ${gate}`);
  }
  await leave(who);
}

async function guardian(browser, site, child, options) {
  const who = await visitor(browser, site, "parent", options);
  const said = birth(child, {
    "requester.relation": "guardian", "child.parents": "none", "child.sex": "undetermined", "residence.relation": "other_old_record",
    "insurance.guardian": "requester", "card.wanted": "no", "papers.guardian": paper, "results.copies": "0",
  });
  await file(who, LINKED, said, await homeCommune(browser, site), "guardian");
  await leave(who);
}

/** Stops in mid-form, goes on on another device, learns that the procedure changed, throws a draft away, withdraws. */
async function onTheWay(browser, site, child, options) {
  const commune = await homeCommune(browser, site);
  const who = await visitor(browser, site, "parent", options);
  const { page } = who;
  await begin(who, LINKED);
  await fill(page, birth(child));
  await go(page, "Tiếp tục");
  await go(page, "Lưu và làm tiếp sau");
  await look(who, "drafts-saved");
  const draft = (await page.locator("main a[href^='/drafts/']").first().getAttribute("href")).split("/").at(-1);
  sql(site, `UPDATE casework.draft SET moved = '{"from": "2.002621", "dropped": ["requester.email"], "added": ["card.wanted"]}' WHERE id = '${draft}'`);
  const device = await visitor(browser, site, "parent", { ...options, phone: !options.phone });
  await device.page.goto(`/drafts/${draft}`);
  check(new URL(device.page.url()).pathname.includes("/pages/"), `the draft opens at ${device.page.url()}`);
  await look(device, "draft-moved");
  check(/Thủ tục đã được thay thế/.test(await device.page.locator("main").innerText()), "nothing says that the procedure changed");
  // The hospital has told of this birth: a wrong code is said to be unknown, the right one answers for the child.
  const said = birth(child, { "notice.kind": "electronic" });
  await fillForm(device, said, commune, "notice_code");
  await fill(device.page, { "notice.code": "02099.GCS.40099.26" });
  await go(device.page, "Tiếp tục");
  await look(device, "notice-unknown");
  check((await device.page.locator("main .error").count()) > 0, "an unknown birth notice is taken");
  await fillForm(device, { ...said, "notice.code": "02020.GCS.40001.26" }, commune);
  await device.page.goto(`${device.page.url().replace("/check", "")}/check`);
  await go(device.page, /Nộp/);
  await look(device, "check-not-declared");
  const code = await submit(device, "on-the-way");
  await page.goto(`/dossiers/${code}/done`);
  await look(who, "done-again");
  await page.goto(`/dossiers/${code}/withdraw`);
  await look(who, "withdraw");
  await go(page, "Rút hồ sơ");
  await look(who, "withdrawn");
  check(/Đã rút/.test(await page.locator("main").innerText()), "not withdrawn");
  await begin(who, "1.001193");
  await page.goto("/drafts");
  await go(page, "Xóa");
  await look(who, "drafts-none");
  await leave(who, device);
}

export const oneParentOnlyOnAPhone = (browser, site) => oneParent(browser, site, "Nguyễn Mẫu Chỉ Mẹ", { phone: true });
export const twinsOnADesktop = (browser, site) => twins(browser, site, ["Nguyễn Mẫu Song Anh", "Nguyễn Mẫu Song Em"], {});
export const aGuardianOnAPhone = (browser, site) => guardian(browser, site, "Nguyễn Mẫu Giám Hộ", { phone: true });
export const stoppingOnTheWay = (browser, site) => onTheWay(browser, site, "Nguyễn Mẫu Dở Dang", { phone: true });
