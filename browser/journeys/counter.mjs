// The one-stop counter from filing to the result, the pages beside it, the simulated systems, and the officers' new forms.
import { check, go, look, visitor } from "../lib.mjs";
import { birth, fillForm, homeCommune } from "../forms.mjs";

const press = (page, name, value, within = "main") =>
  Promise.all([page.waitForNavigation(), page.locator(`${within} button[name="${name}"][value="${value}"]:not(.form__default)`).last().click()]);

async function counter(browser, site, child, options) {
  const who = await visitor(browser, site, "one-stop", options);
  const { page } = who;
  await page.goto("/desk");
  check(new URL(page.url()).pathname === "/desk/counter", `the counter begins at ${page.url()}`);
  await look(who, "counter-empty");
  await page.goto("/desk/file-for");
  await page.selectOption("[name=procedure]", "3.000722");
  await page.fill("[name=q]", site.account("parent").username);
  await press(page, "step", "find");
  await look(who, "file-for-found");
  await page.locator("[name=person]").first().check({ force: true });
  await page.locator("#way-oral").check({ force: true });
  await page.fill("[name=consent]", "Đồng ý để cán bộ nộp thay, đã xuất trình thẻ căn cước");
  await press(page, "step", "start");
  await fillForm(who, birth(child), await homeCommune(browser, site));
  await page.locator("main [name=declare]").check({ force: true });
  await go(page, /Nộp/);
  await look(who, "counter-done");
  const text = await page.locator("main").innerText();
  const code = text.match(/[A-Z0-9.]+-\d{8}-\d{7}/)?.[0];
  check(code, `no code: ${text}`);
  await page.locator("main a[href*='/desk/counter/']").first().click();
  await page.waitForLoadState("load");
  await look(who, "at-counter");
  const receipt = await page.context().request.get(`${new URL(page.url()).pathname}/receipt`);
  check(receipt.ok() && receipt.headers()["content-type"] === "application/pdf", `no receipt: ${receipt.status()}`);
  await press(page, "act", "receive");
  await look(who, "at-counter-received");
  const at = page.url();
  await page.goto("/desk/counter");
  await look(who, "counter");
  await page.fill("[name=code]", "H41.1-20261123-0000099");
  await go(page, "Mở hồ sơ");
  await look(who, "counter-unknown");

  const administrator = await visitor(browser, site, "administrator", options);
  await administrator.page.goto("/desk/simulators");
  await look(administrator, "simulators");
  const register = administrator.page.locator("form", { has: administrator.page.locator('[name=neighbour][value=register]') });
  await register.locator("[value=late]").check({ force: true });
  await Promise.all([administrator.page.waitForNavigation(), register.locator("button").click()]);
  await look(administrator, "simulators-late");

  const justice = await visitor(browser, site, "justice", options);
  await justice.page.goto("/desk");
  const leg = (await justice.page.locator("tr", { hasText: code }).first().locator("a[href*='leg']").first().getAttribute("href")).match(/[0-9a-f]{32}/)[0];
  await justice.page.goto(`/desk/legs/${leg}`);
  for (const details of await justice.page.locator("main details").all()) await details.evaluate((one) => (one.open = true));
  await look(justice, "dossier-open");
  await justice.page.locator("#refuse-reason").selectOption({ index: 1 });
  await justice.page.fill("#refuse-words", "Nhầm hồ sơ");
  await go(justice.page, "Từ chối hồ sơ");
  await look(justice, "undo");
  await press(justice.page, "act", "undo");
  await look(justice, "undone");
  const approve = () => justice.page.locator("main form", { has: justice.page.locator('[name="act"][value="approve"]') }).first();
  const decide = () => Promise.all([justice.page.waitForNavigation(), approve().locator("button").last().click()]);
  await decide();
  const doubts = approve().locator("[type=checkbox]");
  if ((await doubts.count()) > 0) {
    for (let n = 0; n < (await doubts.count()); n += 1) await doubts.nth(n).check({ force: true });
    await decide();
  }
  await justice.page.waitForTimeout(1500);
  await administrator.page.goto("/desk/simulators");
  await look(administrator, "simulators-waiting");
  await administrator.page.locator("form", { has: administrator.page.locator('[name=neighbour][value=register]') }).locator("[value=normal]").check({ force: true });
  await Promise.all([administrator.page.waitForNavigation(), administrator.page.locator("form", { has: administrator.page.locator('[name=neighbour][value=register]') }).locator("button").click()]);

  await page.goto(at);
  await page.locator("main details summary").first().click();
  await page.locator("[id^=proxy-]").first().check({ force: true });
  await press(page, "act", "hand-out");
  await look(who, "hand-out-error");
  await page.locator("main details[open] [id^=applicant-]").first().check({ force: true });
  await press(page, "act", "hand-out");
  await look(who, "handed-out");
  check(/Đã trả người nộp hồ sơ/.test(await page.locator("main").innerText()), "the result is not handed over");
  for (const one of [who, administrator, justice]) {
    check(!one.failures.length, one.failures.join("; "));
    await one.context.close();
  }
}

/** The password is shown while the button is pressed, and there is no button without script. */
async function password(browser, site) {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ baseURL: site.address, viewport: { width: 390, height: 844 }, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/sign-in");
    const button = page.locator("[data-reveal]");
    check((await button.isVisible()) === javaScriptEnabled, "the button is there with script only");
    if (javaScriptEnabled) {
      await button.click();
      check((await page.getAttribute("#password", "type")) === "text", "the password is not shown");
      check((await button.getAttribute("aria-pressed")) === "true", "the button does not say that it is pressed");
      await button.click();
      check((await page.getAttribute("#password", "type")) === "password", "the password is not hidden again");
    }
    await context.close();
  }
}

export const theCounterOnADesktop = (browser, site) => counter(browser, site, "Nguyễn Mẫu Quầy Một", {});
export const theCounterOnAPhone = (browser, site) => counter(browser, site, "Nguyễn Mẫu Quầy Hai", { phone: true });
export const thePasswordIsShown = password;
