// What goes otherwise on the way: more is asked for and answered at the very question, one part is refused and the others
// go on, a colleague holds a dossier, an agency is late and says so.
import { act, approve, approveHere, as, birth, file, form, homeCommune, LINKED, open, paper, unfold } from "../forms.mjs";
import { another, check, fill, go, leave, look, sql, visitor } from "../lib.mjs";

const says = async (who, words, what) => check(words.test(await who.page.locator("main").innerText()), `${what}: ${await who.page.locator("main").innerText()}`);

/** The police ask for two things, the insurance refuses; the parent answers, and the residence and the card come. */
async function askedAndRefused(browser, site, child, options) {
  const commune = await homeCommune(browser, site);
  const parent = await visitor(browser, site, "parent", options);
  const { page } = parent;
  const code = await file(parent, LINKED, birth(child), commune, "asked");
  await approve(browser, site, "justice", code, "asked", options);

  await as(browser, site, "police", options, async (police) => {
    await open(police, code, "Đăng ký thường trú");
    await unfold(police.page, "supplement");
    await act(police.page, "supplement");
    await look(police, "supplement-asked-nothing");
    const boxes = form(police.page, "supplement");
    await boxes.locator("#item-1-field").selectOption("residence.relation");
    await boxes.locator("#item-1-reason").selectOption({ index: 1 });
    await boxes.locator("#item-1-words").fill("Quan hệ với chủ hộ chưa đúng: trẻ là cháu nội của chủ hộ");
    await Promise.all([police.page.waitForNavigation(), boxes.locator("[name=more]").click()]);
    await look(police, "supplement-second-item");
    await boxes.locator("#item-2-field").selectOption("papers.other");
    await boxes.locator("#item-2-reason").selectOption({ index: 2 });
    await boxes.locator("#item-2-words").fill("Gửi thêm ảnh giấy tờ chứng minh quan hệ");
    await act(police.page, "supplement");
    await says(police, /Đã gửi yêu cầu bổ sung/, "not asked");
    await look(police, "supplement-was-asked");
  });
  await as(browser, site, "insurance", options, async (insurance) => {
    await open(insurance, code);
    await unfold(insurance.page, "refuse");
    await act(insurance.page, "refuse");
    await look(insurance, "refused-without-reason");
    await insurance.page.locator("#refuse-reason").selectOption({ index: 1 });
    await insurance.page.fill("#refuse-words", "Nơi khám chữa bệnh ban đầu không nhận thêm. Hãy chọn nơi khác rồi nộp lại riêng phần thẻ.");
    await act(insurance.page, "refuse");
    await says(insurance, /Đã từ chối/, "not refused");
    await look(insurance, "was-refused");
  });

  await page.goto("/notices");
  await look(parent, "notices-asked");
  await page.goto(`/dossiers/${code}`);
  await look(parent, "track-asked");
  await page.locator("main a", { hasText: "Bổ sung ngay" }).first().click();
  await page.waitForLoadState("load");
  await look(parent, "supplement");
  check((await page.locator("main [name='residence.relation']").count()) > 0, "the very question is not there");
  check((await page.locator("main [name='child.name']").count()) === 0, "more is asked than the officer asked");
  await page.locator("main [name='residence.relation']").selectOption("");
  await go(page, "Gửi bổ sung");
  await look(parent, "supplement-empty");
  await fill(page, { "residence.relation": "grandchild_or_nibling", "papers.other": paper });
  await go(page, "Gửi bổ sung");
  await says(parent, /Đã gửi bổ sung/, "the supplement did not arrive");
  await look(parent, "supplement-sent");

  await as(browser, site, "police", options, async (police) => {
    for (const step of ["Đăng ký thường trú", "Cấp thẻ căn cước"]) {
      await open(police, code, step);
      await look(police, `after-supplement-${step.length}`, { once: true });
      await approveHere(police, "asked");
    }
  });
  await page.goto(`/dossiers/${code}`);
  await look(parent, "track-one-refused");
  const legs = await page.locator(".leg").allInnerTexts();
  const of = (name) => legs.find((leg) => leg.startsWith(name)) ?? "";
  for (const name of ["Đăng ký khai sinh", "Đăng ký thường trú", "Cấp thẻ căn cước"]) check(/Đã xử lý xong/.test(of(name)), `${name} did not go on: ${legs.join(" | ")}`);
  check(/không nhận thêm/.test(of("Cấp thẻ bảo hiểm")), `the refusal gives no reason: ${of("Cấp thẻ bảo hiểm")}`);
  await page.goto("/vault");
  check((await page.locator("main").innerText()).includes(child), "no result in the vault");
  await leave(parent);
}

/** The gate is late: the officer apologises with a reason and another day, and the parent reads both. */
async function anotherDate(browser, site, child, options) {
  const commune = await homeCommune(browser, site);
  const parent = await visitor(browser, site, "parent", options);
  const code = await file(parent, LINKED, birth(child), commune, "late");
  sql(site, `
    UPDATE casework.leg SET opened_at = opened_at - interval '3 days', due_at = due_at - interval '3 days'
    WHERE opened_at IS NOT NULL AND dossier = (SELECT id FROM casework.dossier WHERE code = '${code}')`);
  const justice = await visitor(browser, site, "justice", options);
  await justice.page.goto("/desk?filter=overdue");
  await look(justice, "queue-overdue");
  await says(justice, new RegExp(code), "the overdue dossier is not among the overdue ones");
  await open(justice, code);
  await look(justice, "dossier-overdue");
  await unfold(justice.page, "extend");
  await act(justice.page, "extend");
  await look(justice, "another-date-empty");
  // The next working day that the calendar of holidays takes.
  const day = new Date(Date.now() + 2 * 24 * 3600 * 1000);
  for (let tries = 0; tries < 14 && (await form(justice.page, "extend").count()); tries += 1) {
    await justice.page.fill("#until", `${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}`);
    await justice.page.fill("#late-words", "Phải xác minh thêm nơi sinh với cơ sở y tế");
    await act(justice.page, "extend");
    day.setDate(day.getDate() + 1);
  }
  await says(justice, /Đã hẹn lại ngày/, "no other date was set");
  await look(justice, "another-date");
  await parent.page.goto(`/dossiers/${code}`);
  await says(parent, /xin lỗi vì chậm[^]*Phải xác minh thêm nơi sinh/, "the parent reads no apology");
  await look(parent, "track-apology");
  await leave(parent, justice);
}

/** A colleague holds a dossier: a warning, taking over; the leader sees what is held and gives it back to the queue. */
async function heldByAColleague(browser, site, child, username) {
  const commune = await homeCommune(browser, site);
  const parent = await visitor(browser, site, "parent");
  const code = await file(parent, LINKED, birth(child), commune, "held");
  const colleague = await visitor(browser, site, "justice", { account: another(site, "justice", username, { name: "Nguyễn Thị Đồng Nghiệp Mẫu" }) });
  await open(colleague, code);
  await act(colleague.page, "claim");
  await look(colleague, "held-by-me");
  const justice = await visitor(browser, site, "justice");
  await justice.page.goto("/desk");
  await look(justice, "queue-held");
  await open(justice, code);
  await says(justice, /Nguyễn Thị Đồng Nghiệp Mẫu đang giữ hồ sơ này/, "nobody warns");
  await look(justice, "held-by-another");
  await act(justice.page, "take-over");
  await look(justice, "take-over");
  for (const box of await form(justice.page, "take-over").locator("[type=checkbox]").all()) await box.check({ force: true });
  await act(justice.page, "take-over");
  await says(justice, /Đã nhận thay/, "not taken over");
  await look(justice, "taken-over");
  await as(browser, site, "leader", {}, async (leader) => {
    await leader.page.goto("/desk/held");
    await look(leader, "held");
    const row = leader.page.locator("tr", { hasText: code }).first();
    await Promise.all([leader.page.waitForNavigation(), row.locator("button").click()]);
    await says(leader, /Đã trả hồ sơ lại hàng đợi/, "not given back");
    await look(leader, "held-none");
  });
  await leave(parent, colleague, justice);
}

/** A finding of the nightly comparison is closed with a reason. */
async function aFindingIsClosed(browser, site) {
  sql(site, `
    INSERT INTO casework.finding (handover, kind, found_at)
    SELECT id, kind.word, asked_at FROM (SELECT id, asked_at FROM casework.handover ORDER BY asked_at LIMIT 1) AS one,
      (VALUES ('lost'), ('diverged')) AS kind (word)`);
  for (const [role, options] of [["administrator", {}], ["leader", { phone: true }]]) {
    await as(browser, site, role, options, async (who) => {
      await who.page.goto("/desk/findings");
      await look(who, "findings");
      await who.page.locator("main details summary").first().click();
      await go(who.page, "Khép lại");
      await look(who, "finding-without-reason");
      await who.page.locator("main details[open] textarea").first().fill("Bên nhận đã xác nhận bằng văn bản, kết quả đủ cả.");
      await Promise.all([who.page.waitForNavigation(), who.page.locator("main details[open] button", { hasText: "Khép lại" }).first().click()]);
      await says(who, /Đã khép lại/, "not closed");
      await look(who, "finding-closed");
    });
  }
}

export const moreIsAskedAndOnePartRefusedOnAPhone = (browser, site) => askedAndRefused(browser, site, "Nguyễn Mẫu Bổ Sung Một", { phone: true });
export const moreIsAskedAndOnePartRefusedOnADesktop = (browser, site) => askedAndRefused(browser, site, "Nguyễn Mẫu Bổ Sung Hai", {});
export const anotherDateOnAPhone = (browser, site) => anotherDate(browser, site, "Nguyễn Mẫu Hẹn Lại", { phone: true });
export const aColleagueHoldsIt = (browser, site) => heldByAColleague(browser, site, "Nguyễn Mẫu Đang Giữ", "justice2.vi");
export const theFindings = aFindingIsClosed;
