// What the journeys share: the program, a browser, forms filled in by name, and a strict look at every page.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.LIENTHONG_SHOTS;
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
/** The narrowest screen on which nothing may have to be scrolled sideways (WCAG 1.4.10). */
const NARROW = { width: 320, height: 800 };

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Starts the real program with a small made-up province. */
export async function start() {
  const binary = process.env.LIENTHONG_BINARY ?? new URL("../target/debug/lienthong", import.meta.url).pathname;
  const data = mkdtempSync(join(tmpdir(), "lienthong-browser-"));
  // PostgreSQL of an account of its own must get in, or it would put its files elsewhere, where nobody clears them away.
  chmodSync(data, 0o755);
  const port = await freePort();
  const args = ["demo", "--print-json", "--people", "400", "--port", String(port), "--data", data];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ready = await new Promise((done, fail) => {
    let text = "";
    child.stdout.on("data", (piece) => {
      text += piece;
      if (text.includes("\n")) done(JSON.parse(text.slice(0, text.indexOf("\n"))));
    });
    child.on("exit", (code) => fail(new Error(`the program ended with ${code} before it was ready`)));
  });
  const stop = () =>
    new Promise((done) => {
      child.on("exit", () => {
        rmSync(data, { recursive: true, force: true });
        done();
      });
      child.kill("SIGINT");
    });
  return { ...ready, data, stop, account: (role) => ready.accounts.find((account) => account.role === role) };
}

/** Asks the program's own PostgreSQL: for what only time or other people bring about, such as a term that ran out. */
export function sql(site, text) {
  const folder = join(site.data, "postgres");
  const environment = { ...process.env, PGPASSWORD: readFileSync(join(folder, "password"), "utf8").trim() };
  const where = ["-h", join(folder, "socket"), "-U", "lienthong", "-d", "lienthong"];
  return execFileSync("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", ...where, "-c", text], { env: environment, encoding: "utf8" }).trim();
}

/** A second account with the powers of the first one: a colleague, or with a person of the register another citizen. */
export function another(site, role, username, { name = "Cán bộ thứ hai (mẫu)", person = "person" } = {}) {
  const first = site.account(role);
  sql(site, `
    WITH first AS (SELECT * FROM identity.account WHERE username = '${first.username}'),
    made AS (
      INSERT INTO identity.account (id, kind, username, person, display_name, level, status, status_since, created_at)
      SELECT gen_random_uuid(), kind, '${username}', ${person}, '${name}', level, status, status_since, created_at FROM first RETURNING id),
    word AS (
      INSERT INTO identity.password (account, hash, changed_at)
      SELECT made.id, password.hash, password.changed_at FROM made, first JOIN identity.password ON password.account = first.id)
    INSERT INTO identity.role_grant (id, account, agency, unit_code, role, valid_from, valid_to, granted_at)
    SELECT gen_random_uuid(), made.id, agency, unit_code, role, valid_from, valid_to, granted_at
    FROM made, first JOIN identity.role_grant AS one ON one.account = first.id`);
  return { ...first, username };
}

/** A browser of Debian's. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--lang=vi", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** Somebody who has not signed in, on a phone or a desktop, with or without script. */
export async function stranger(browser, site, { phone = false, script = true } = {}) {
  const viewport = phone ? PHONE : DESKTOP;
  const context = await browser.newContext({ baseURL: site.address, viewport, javaScriptEnabled: script, locale: "vi-VN" });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const failures = [];
  page.on("response", (answer) => answer.status() >= 500 && failures.push(`${answer.status()} ${answer.url()}`));
  page.on("pageerror", (error) => failures.push(`script: ${error.message}`));
  return { page, context, browser, failures, viewport, script, role: "nobody", name: `nobody-${phone ? "phone" : "desktop"}${script ? "" : "-noscript"}` };
}

/** Somebody signed in. */
export async function visitor(browser, site, role, { account = site.account(role), ...options } = {}) {
  const who = await stranger(browser, site, options);
  await who.page.goto("/sign-in");
  await signIn(who, account);
  return { ...who, role, name: who.name.replace("nobody", role) };
}

/** Fills in the page of signing in. */
export async function signIn(who, account) {
  const { page } = who;
  await page.fill("[name=username]", account.username);
  await page.fill("[name=password]", account.password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main button[type=submit]:not([data-reveal])")]);
}

/** Ends a visit; nothing may have broken on the way. */
export async function leave(...all) {
  for (const who of all) {
    check(!who.failures.length, who.failures.join("; "));
    await who.second?.context().close();
    await who.context.close();
  }
}

let count = 0;
const wrong = new Map();
const seen = new Set();
const visited = new Set();

/** Looks at a page at both sizes: a picture where wanted, axe, no sideways scrolling, no key or foreign word shown.
 *  With `once`, one page of this title is enough for this kind of visitor. */
export async function look(who, title, { once: rarely = false } = {}) {
  const mine = `${who.name} ${title}`;
  if (rarely && seen.has(mine)) return;
  seen.add(mine);
  visited.add(new URL(who.page.url()).pathname);
  const page = who.script ? who.page : await withoutScript(who);
  await judge(page, who, title);
  const once = `${who.role} ${title}`;
  if (!seen.has(once)) {
    seen.add(once);
    const other = who.viewport.width === PHONE.width ? DESKTOP : PHONE;
    await page.setViewportSize(other);
    await judge(page, { ...who, name: `${who.name}-at-${other.width}` }, title);
    await page.setViewportSize(NARROW);
    await scrollsSideways(page, who, title, NARROW.width);
    await page.setViewportSize(who.viewport);
  }
}

/** A page without script, shown once more where axe can run: its document, in which nothing of ours is started. */
async function withoutScript(who) {
  const document = (await who.page.content()).replace(/<script\b[^>]*>[^]*?<\/script>/g, "");
  // One such page for each visitor, so that fonts and look are loaded once. Pictures are shown to the same session.
  who.second ??= await (await who.browser.newContext({ viewport: who.viewport, locale: "vi-VN" })).newPage();
  const page = who.second;
  await page.context().addCookies(await who.context.cookies());
  const address = who.page.url().replace(/#.*/, "");
  await page.route((url) => url.href === address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: document }), { times: 1 });
  await page.goto(address);
  check(!(await page.evaluate(() => document.documentElement.classList.contains("js"))), "the page without script was shown with it");
  return page;
}

async function judge(page, who, title) {
  if (shots) {
    mkdirSync(shots, { recursive: true });
    count += 1;
    await page.screenshot({ path: join(shots, `${String(count).padStart(3, "0")}-${who.name}-${title}.png`), fullPage: true });
  }
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  // Nothing is fetched for axe: our one style sheet has no rule for a screen held upright or lying.
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"], preload: false, iframes: false }));
  for (const violation of violations) wrong.set(`${title}: ${violation.id} (${violation.nodes[0].target})`, `${violation.help} (${who.name})`);
  await scrollsSideways(page, who, title);
  const { lang, text, heads } = await page.evaluate(() => ({ lang: document.documentElement.lang, text: document.body.innerText, heads: document.querySelectorAll("h1").length }));
  if (heads !== 1) wrong.set(`${title}: ${heads} headings of the first level`, who.name);
  const key = text.match(/(?:^|\s)(?:desk|portal|problem|purpose|seen|content|result|event|stands|consent|leg|lookup|left|late)-[a-z][a-z_-]+/);
  if (key) wrong.set(`${title} shows a key: ${key[0].trim()}`, who.name);
  const english = lang === "vi" && text.match(/\b(?:the|and|your|with|please|submit|dossier|officer|error|not found)\b/i);
  if (english) wrong.set(`${title} speaks English: ${english[0]}`, who.name);
}

async function scrollsSideways(page, who, title) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth + 1;
    if (document.documentElement.scrollWidth <= room) return null;
    const inside = (one) => one.closest(".scroll, .paper__sheet");
    const far = [...document.querySelectorAll("body *")].filter((one) => !inside(one) && one.getBoundingClientRect().right > room);
    return `${window.innerWidth}: ${far.slice(-1)[0]?.outerHTML.slice(0, 120)}`;
  });
  if (wide) wrong.set(`${title} is wider than the screen (${who.name}, ${wide})`, "no sideways scrolling");
}

/** What was found wrong on all pages. */
export const findings = () => [...wrong].map(([where, help]) => `${where}: ${help}`);
/** The addresses of the pages looked at. */
export const looked = () => [...visited];

/** Fills in what a form page asks, by the names of its fields, and goes on. */
export async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const fields = page.locator(`main [name="${name}"]`);
    if ((await fields.count()) === 0) continue;
    const kind = await fields.first().evaluate((field) => (field.tagName === "SELECT" ? "select" : field.type));
    if (kind === "radio" || kind === "checkbox") {
      const choice = page.locator(`main [name="${name}"][value="${value}"]`);
      if ((await choice.count()) > 0) await choice.check({ force: true });
    } else if (kind === "select") await fields.first().selectOption(value).catch(() => {});
    else if (kind === "file") await fields.first().setInputFiles(value);
    else if (kind !== "hidden") await fields.first().fill(value);
  }
}

/** Presses the button that sends the form. */
export const go = async (page, words) => {
  const button = words ? page.locator("main button", { hasText: words }).first() : page.locator("main form button[type=submit]:not([name]), main form button:not([type]):not([name])").first();
  await Promise.all([page.waitForLoadState("load"), page.waitForNavigation(), button.click()]);
};

export const check = (truth, words) => {
  if (!truth) throw new Error(words);
};
