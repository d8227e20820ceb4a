// The other language, and the pages that stand beside the work: sessions, search, notices, the desk of each role.
import { as, begin, LINKED } from "../forms.mjs";
import { check, go, leave, look, stranger, visitor } from "../lib.mjs";

/** Words of Vietnamese pages that an English page of ours must not have; names and addresses keep theirs. */
const VIETNAMESE = /(?:^|\s)(?:của|được|không|hãy|bạn|hồ sơ|thủ tục|giấy tờ|quay lại|tiếp tục|chưa|đang|những)(?=[\s.,:?]|$)/i;

async function english(who) {
  await Promise.all([who.page.waitForNavigation(), who.page.locator(".header__lang").click()]);
  check((await who.page.evaluate(() => document.documentElement.lang)) === "en", "the page is not in English");
}

async function walk(who, paths) {
  for (const path of paths) {
    await who.page.goto(path);
    await look(who, `en-${path.split("/").filter(Boolean).join("-") || "home"}`);
    const said = await who.page.locator("main").innerText();
    check(!VIETNAMESE.test(said), `${path} speaks Vietnamese: ${said.match(VIETNAMESE)?.[0]} in ${said.slice(0, 600)}`);
  }
}

async function inEnglish(browser, site) {
  const nobody = await stranger(browser, site, { phone: true });
  await nobody.page.goto("/");
  await english(nobody);
  await walk(nobody, ["/", "/sign-in", "/track", `/procedures/${LINKED}`]);
  const parent = await visitor(browser, site, "parent", { phone: true });
  await parent.page.goto("/");
  await english(parent);
  await begin(parent, LINKED);
  await look(parent, "en-form");
  await walk(parent, ["/", "/dossiers", "/drafts", "/vault", "/consents", "/notices", "/my/sessions"]);
  for (const [role, paths] of Object.entries({
    justice: ["/desk", "/desk/file-for", "/desk/search"], "one-stop": ["/desk/counter"], police: ["/desk/departures"],
    leader: ["/desk/findings", "/desk/held"], administrator: ["/desk/outbox", "/desk/simulators"],
  })) {
    await as(browser, site, role, {}, async (who) => {
      await who.page.goto("/desk");
      await english(who);
      await walk(who, paths);
    });
  }
  await leave(nobody, parent);
}

/** Sessions, the search for people and what it shows, the notices that went out. */
async function beside(browser, site, options) {
  const parent = await visitor(browser, site, "parent", options);
  await parent.page.goto("/my/sessions");
  await look(parent, "sessions");
  const justice = await visitor(browser, site, "justice", options);
  const { page } = justice;
  await page.goto("/desk/search");
  await look(justice, "search");
  await go(page, "Tìm");
  await look(justice, "search-empty");
  await page.selectOption("[name=purpose]", { index: 1 });
  await page.fill("[name=q]", "không ai mang tên này");
  await page.fill("[name=birth]", "1999");
  await go(page, "Tìm");
  await look(justice, "search-nobody");
  await page.fill("[name=q]", site.account("parent").username);
  await page.fill("[name=birth]", "");
  await go(page, "Tìm");
  await look(justice, "search-found");
  const person = page.locator("main td a").first();
  const at = await person.getAttribute("href");
  await person.click();
  await page.waitForLoadState("load");
  await look(justice, "person");
  await page.goto(at.split("?")[0]);
  await look(justice, "person-purpose");
  await as(browser, site, "administrator", options, async (who) => {
    await who.page.goto("/desk/outbox");
    await look(who, "outbox");
    await who.page.goto("/desk/findings");
    await look(who, "findings-first");
  });
  await leave(parent, justice);
}

export const inEnglishEverywhere = inEnglish;
export const whatStandsBesideOnADesktop = (browser, site) => beside(browser, site, {});
export const whatStandsBesideOnAPhone = (browser, site) => beside(browser, site, { phone: true });
