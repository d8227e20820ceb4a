// With the keyboard alone: signing in, pages of the form, and the officers' queue with its keys and their off switch.
import { birth, file, homeCommune, LINKED } from "../forms.mjs";
import { check, leave, look, stranger, visitor } from "../lib.mjs";

const TABS_MAX = 60;

/** Goes on with Tab until the focus stands on it; wherever it stands on the way, one can see it. */
async function reach(page, selector) {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const { there, seen, what } = await page.evaluate((wanted) => {
      const at = document.activeElement;
      const marked = (one) => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
      };
      return { there: at.matches(wanted), seen: at === document.body || marked(at) || marked(at.closest(".choice") ?? at), what: at.outerHTML.slice(0, 120) };
    }, selector);
    check(seen, `the focus cannot be seen on ${what}`);
    if (there) return;
  }
  throw new Error(`no Tab leads to ${selector} on ${page.url()}`);
}

const enter = (page) => Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);

/** Chooses one of a group of radio buttons: Tab to the group, then the arrows. */
async function choose(page, name, value) {
  await reach(page, `[name="${name}"]`);
  await page.keyboard.press("Space");
  for (let steps = 0; steps < 12; steps += 1) {
    if ((await page.evaluate(() => document.activeElement.value)) === value) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`${name} cannot be set to ${value}`);
}

async function theForm(browser, site) {
  const who = await stranger(browser, site);
  const { page } = who;
  await page.goto("/sign-in");
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.matches(".skip")), "the first Tab does not offer the way to the content");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => location.hash)) === "#content", "the skip link does not skip");
  const { username, password } = site.account("parent");
  await reach(page, "[name=username]");
  await page.keyboard.type(username);
  await reach(page, "[name=password]");
  await page.keyboard.type(password);
  await enter(page);
  await page.goto(`/procedures/${LINKED}`);
  await reach(page, "main form button");
  await enter(page);
  await choose(page, "requester.relation", "mother");
  await enter(page);
  // Enter in a box goes on; it never presses a helper's button.
  await reach(page, "[name='requester.email']");
  await enter(page);
  await choose(page, "child.parents", "both");
  await enter(page);
  check(new URL(page.url()).pathname.endsWith("/married"), `the keyboard leads to ${page.url()}`);
  // Nothing is chosen: the summary takes the focus, and its link leads to the question.
  await reach(page, "main form button:not(.form__default)");
  await enter(page);
  check(await page.evaluate(() => document.activeElement.matches("[data-errors]")), "the summary of errors has no focus");
  await reach(page, ".errors a");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.activeElement.name === "parents.married"), "the error does not lead to its question");
  await page.keyboard.press("Space");
  await reach(page, "main form button[name=_later]");
  await enter(page);
  check(new URL(page.url()).pathname === "/drafts", `later leads to ${page.url()}`);
  await leave(who);
}

async function theQueue(browser, site) {
  const commune = await homeCommune(browser, site);
  const parent = await visitor(browser, site, "parent");
  for (const child of ["Nguyễn Mẫu Phím Một", "Nguyễn Mẫu Phím Hai"]) {
    await file(parent, "1.001193", { ...birth(child), "child.sex": "female" }, commune, "keys");
  }
  const justice = await visitor(browser, site, "justice");
  const { page } = justice;
  await page.goto("/desk?filter=fresh");
  const pane = () => page.locator("[data-pane]").innerText();
  await page.keyboard.press("j");
  await page.waitForFunction(() => !document.querySelector("[data-pane] .empty"));
  const first = await pane();
  await look(justice, "queue-pane");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.waitForFunction((before) => document.querySelector("[data-pane]").innerText !== before, first);
  await page.keyboard.press("x");
  check((await page.locator("[data-count]").innerText()) === "2", "two marked rows are not counted");
  await page.keyboard.press("?");
  check(await page.locator("[data-keys-help]").evaluate((one) => one.open), "no help");
  await look(justice, "queue-keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.matches("[data-search]")), "/ does not lead to the search");
  await page.keyboard.type("jx");
  check((await page.inputValue("[data-search]")) === "jx", "keys act while one types");
  await page.locator("[data-row] a").first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("a")]);
  await look(justice, "queue-bulk");
  const said = await page.locator("main .banner").first().innerText();
  // Which two stand first depends on what other journeys have left in the queue.
  const told = said.match(/H41\.\S+-\d{7}/g) ?? [];
  check(told.length === 2 && /tiếp nhận/i.test(said), `no result for each row: ${said}`);
  await page.goto("/desk");
  await page.locator("[data-keys-switch]").click();
  await page.keyboard.press("j");
  check((await page.locator("[data-row].current").count()) === 0, "the keys act though they are off");
  await leave(parent, justice);
}

export const theFormByKeyboard = theForm;
export const theQueueByKeyboard = theQueue;
