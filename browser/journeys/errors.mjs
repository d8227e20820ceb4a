// What goes wrong, and what the page says then: nothing there, not allowed, a session that ended, files that cannot be
// taken, guessing, and a fault of ours. Comes last, since guesses are counted.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { begin, birth, file, fillForm, homeCommune, LINKED, paper } from "../forms.mjs";
import { another, check, fill, go, leave, look, signIn, sql, stranger, visitor } from "../lib.mjs";

const MEGA = 1_000_000;
const program = { name: "giay-chung-sinh.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("MZ"), Buffer.alloc(4000, 7)]) };
const text = (who) => who.page.locator("main").innerText();

async function visit(who, path, status, title) {
  const answer = await who.page.goto(path);
  check(answer.status() === status, `${who.role} gets ${answer.status()} for ${path}, not ${status}`);
  await look(who, title);
}

/** Another family's dossier is not there; what a role may not do is said to be so; neither is a dead end. */
async function notThereNotAllowed(browser, site, options) {
  const parent = await visitor(browser, site, "parent", options);
  const code = await file(parent, "1.001193", { ...birth("Nguyễn Mẫu Riêng Tư"), "results.manner": "electronic" }, await homeCommune(browser, site), "private");
  await visit(parent, "/khong-co-trang-nay", 404, "nothing-here");
  await visit(parent, "/desk/search", 404, "citizen-at-the-desk");
  check((await parent.page.locator("main a").last().getAttribute("href")) === "/", "a citizen is led to a desk");
  const person = "(SELECT account.id FROM identity.account AS account LIMIT 1)";
  const neighbour = another(site, "parent", options.phone ? "049200000001" : "049200000002", { name: "Trần Thị Hàng Xóm Mẫu", person });
  const other = await visitor(browser, site, "parent", { ...options, account: neighbour });
  for (const [path, title] of [["", "track"], ["/done", "done"], ["/withdraw", "withdraw"]]) await visit(other, `/dossiers/${code}${path}`, 404, `other-family-${title}`);
  const leader = await visitor(browser, site, "leader", options);
  await visit(leader, "/desk/search", 403, "not-allowed");
  check((await leader.page.locator("main a").count()) > 0, "the page of what is not allowed is a dead end");
  await visit(leader, "/desk/legs/00000000000000000000000000000000", 403, "not-allowed-dossier");
  const justice = await visitor(browser, site, "justice", options);
  await visit(justice, "/desk/legs/00000000000000000000000000000000", 404, "no-such-dossier");
  await leave(parent, other, leader, justice);
}

/** The session ends while a page of the form is open: one signs in and finds the draft as it was. */
async function theSessionEnds(browser, site, options) {
  const who = await visitor(browser, site, "parent", options);
  const { page } = who;
  const said = birth("Nguyễn Mẫu Hết Phiên");
  await begin(who, LINKED);
  for (let n = 0; n < 3; n += 1) {
    await fill(page, said);
    await go(page, "Tiếp tục");
  }
  const at = new URL(page.url()).pathname;
  await fill(page, said);
  sql(site, "UPDATE identity.session SET ended_at = last_seen_at WHERE ended_at IS NULL");
  await go(page, "Tiếp tục");
  check(new URL(page.url()).pathname === "/sign-in", `the ended session leads to ${page.url()}`);
  check(/vẫn còn/.test(await text(who)), "nothing says that the draft is kept");
  await look({ ...who, role: "ended" }, "sign-in-again");
  await page.fill("[name=username]", site.account("parent").username);
  await page.fill("[name=password]", "sai-mat-khau");
  await page.locator("main button[type=submit]:not([data-reveal])").click();
  await page.waitForLoadState("load");
  await look({ ...who, role: "ended" }, "sign-in-wrong");
  await signIn(who, site.account("parent"));
  check(new URL(page.url()).pathname === at, `after signing in again the form is at ${page.url()}, not ${at}`);
  await page.locator("a.back").first().click();
  await page.waitForLoadState("load");
  check((await page.locator("main input:checked").count()) > 0, "what was answered before the session ended is lost");
  // A page whose token is of another session.
  await page.locator("main [name=_csrf]").first().evaluate((field) => { field.value = "0".repeat(64); });
  await go(page, "Tiếp tục");
  check(/mở quá lâu|phiên đăng nhập/.test(await text(who)), `no word about the old page: ${await text(who)}`);
  await look(who, "form-expired");
  await page.locator("main a", { hasText: "Mở lại trang" }).click();
  await page.waitForLoadState("load");
  check((await page.locator("main form").count()) > 0, `the page is not opened again: ${page.url()}`);
  await leave(who);
}

/** A program that is called a PDF, and a picture of forty megabytes. */
async function filesThatCannotBeTaken(browser, site, options) {
  const who = await visitor(browser, site, "parent", options);
  const { page } = who;
  const commune = await homeCommune(browser, site);
  await begin(who, LINKED);
  const { "papers.no_notice": _, ...said } = birth("Nguyễn Mẫu Tệp Sai");
  await fillForm(who, said, commune).catch(() => {});
  check(new URL(page.url()).pathname.endsWith("/papers_no_notice"), `the form stands at ${page.url()}`);
  await look(who, "paper-missing");
  // A file of the disk: one of this size is not handed to the browser in words.
  const large = join(site.data, "anh-chup.jpg");
  writeFileSync(large, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(40 * MEGA, 1)]));
  const box = page.locator("main input[type=file]").first();
  const says = who.script ? page.locator("main .sending--failed .sending__state").last() : page.locator("main .field .error").first();
  for (const [thing, title, words] of [[program, "renamed", /JPEG|PDF/], [large, "large", /MB/]]) {
    await box.setInputFiles(thing, { timeout: 60000 });
    if (!who.script) await Promise.all([page.waitForNavigation(), page.locator("main button", { hasText: "Tải tệp lên" }).first().click()]);
    await says.waitFor({ timeout: 30000 });
    check(words.test(await says.innerText()), `${title}: ${await says.innerText()}`);
    await look(who, `paper-${title}`);
  }
  check((await page.locator("main .receipt").count()) === 0, "what was not taken has a receipt");
  await box.setInputFiles(paper);
  if (!who.script) await Promise.all([page.waitForNavigation(), page.locator("main button", { hasText: "Tải tệp lên" }).first().click()]);
  await page.waitForSelector("main .receipt");
  await look(who, "paper-taken");
  await leave(who);
}

/** Whoever guesses at look-up codes waits; the right code shows the parts and no names. */
async function guessing(browser, site, options) {
  const parent = await visitor(browser, site, "parent", options);
  const child = "Nguyễn Mẫu Tra Cứu";
  const code = await file(parent, "1.001193", { ...birth(child), "results.manner": "electronic" }, await homeCommune(browser, site), "looked-up");
  const secret = (await text(parent)).match(/Mã tra cứu\s+([A-Z0-9]{4})/)?.[1];
  check(secret, `no secret: ${await text(parent)}`);
  const who = await stranger(browser, site, options);
  await who.page.goto("/");
  await look(who, "home");
  await who.page.goto("/track");
  await look(who, "look-up");
  const ask = async (word) => {
    await who.page.goto("/track");
    await fill(who.page, { code, secret: word });
    await go(who.page, "Tra cứu");
  };
  await ask(secret);
  check((await text(who)).includes(code) && !(await text(who)).includes(child), `the look-up shows: ${await text(who)}`);
  await look(who, "glimpse");
  await ask("");
  await look(who, "look-up-empty");
  for (let n = 0; n < 13 && !/quá nhanh|đợi|chờ/i.test(await text(who)); n += 1) await ask("0000");
  check(/đợi|chờ/i.test(await text(who)), `nobody is told to wait: ${await text(who)}`);
  await look(who, "look-up-throttled");
  await leave(parent, who);
}

/** A fault of ours: a page that says so, with a number, and nothing of the cause. */
async function ours(browser, site, options) {
  const who = await visitor(browser, site, "parent", options);
  sql(site, "ALTER TABLE casework.notice RENAME TO notice_away");
  try {
    const answer = await who.page.goto("/notices");
    check(answer.status() === 500, `a missing table is answered with ${answer.status()}`);
    await look(who, "fault");
    check(!/notice_away|relation|SQL/i.test(await text(who)), "the page tells the cause");
  } finally {
    sql(site, "ALTER TABLE casework.notice_away RENAME TO notice");
  }
  who.failures.length = 0;
  await leave(who);
}

export const nothingThereOrNotAllowedOnADesktop = (browser, site) => notThereNotAllowed(browser, site, {});
export const theSessionEndsOnAPhone = (browser, site) => theSessionEnds(browser, site, { phone: true });
export const theSessionEndsWithoutScript = (browser, site) => theSessionEnds(browser, site, { script: false });
export const filesThatCannotBeTakenOnAPhone = (browser, site) => filesThatCannotBeTaken(browser, site, { phone: true });
export const filesThatCannotBeTakenWithoutScript = (browser, site) => filesThatCannotBeTaken(browser, site, { script: false });
export const aFaultOfOurs = (browser, site) => ours(browser, site, { phone: true });
export const guessingOnAPhone = (browser, site) => guessing(browser, site, { phone: true });
