// What the journeys share: the program, a browser, forms filled in by name, axe on every page.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.LIENTHONG_SHOTS;

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
  return { ...ready, stop, account: (role) => ready.accounts.find((account) => account.role === role) };
}

/** A browser of Debian's. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });

/** Somebody signed in, on a phone or a desktop, with or without script. */
export async function visitor(browser, site, role, { phone = false, script = true, account = site.account(role) } = {}) {
  const viewport = phone ? { width: 390, height: 844 } : { width: 1280, height: 900 };
  const context = await browser.newContext({ baseURL: site.address, viewport, javaScriptEnabled: script, locale: "vi-VN" });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const failures = [];
  page.on("response", (answer) => answer.status() >= 500 && failures.push(`${answer.status()} ${answer.url()}`));
  page.on("pageerror", (error) => failures.push(`script: ${error.message}`));
  await page.goto("/sign-in");
  await page.fill("[name=username]", account.username);
  await page.fill("[name=password]", account.password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.click("main button[type=submit]:not([data-reveal])")]);
  return { page, context, failures, name: `${role}-${phone ? "phone" : "desktop"}${script ? "" : "-noscript"}` };
}

let count = 0;
const seen = new Map();
/** Looks at a page: a picture where wanted, and axe on it. */
export async function look(who, title) {
  if (shots) {
    mkdirSync(shots, { recursive: true });
    count += 1;
    await who.page.screenshot({ path: join(shots, `${String(count).padStart(3, "0")}-${who.name}-${title}.png`), fullPage: true });
  }
  // axe is script of ours, run by the test and not by the page, so it also judges pages without script.
  if (!who.name.endsWith("noscript")) {
    await who.page.evaluate(axe);
    const { violations } = await who.page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    for (const violation of violations) seen.set(`${title}: ${violation.id} (${violation.nodes[0].target})`, violation.help);
  }
  const wide = await who.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  if (wide) seen.set(`${title} is wider than the screen (${who.name})`, "no sideways scrolling");
}
/** What axe found on all pages. */
export const violations = () => [...seen].map(([where, help]) => `${where}: ${help}`);

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
