// What the first pages weigh on a slow line: bytes and requests of a first visit, fonts, look and script included.
import { begin, LINKED } from "../forms.mjs";
import { check, leave, stranger, visitor } from "../lib.mjs";

const FIRST_VISIT_BYTES_MAX = 150_000;
const LATER_VISIT_BYTES_MAX = 12_000;
const REQUESTS_MAX = 9;

/** Loads the page that is open again and counts what comes over the line. */
async function weigh(who, cache) {
  const session = await who.context.newCDPSession(who.page);
  let [bytes, requests] = [0, 0];
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; requests += encodedDataLength > 0 ? 1 : 0; });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: !cache });
  // An address that is entered anew, unlike one loaded again, takes from the cache what is fresh in it.
  await who.page.goto(who.page.url(), { waitUntil: "networkidle" });
  await session.detach();
  return { bytes, requests };
}

async function light(browser, site) {
  const home = await stranger(browser, site, { phone: true });
  await home.page.goto("/");
  const form = await visitor(browser, site, "parent", { phone: true });
  await begin(form, LINKED);
  const queue = await visitor(browser, site, "justice");
  await queue.page.goto("/desk");
  for (const [name, who] of Object.entries({ home, form, queue })) {
    const first = await weigh(who, false);
    const later = await weigh(who, true);
    console.error(`weight  ${name}: ${first.bytes} bytes in ${first.requests} requests, then ${later.bytes} in ${later.requests}`);
    check(first.bytes <= FIRST_VISIT_BYTES_MAX, `${name} weighs ${first.bytes} bytes`);
    check(first.requests <= REQUESTS_MAX, `${name} asks ${first.requests} times`);
    check(later.bytes <= LATER_VISIT_BYTES_MAX, `${name} weighs ${later.bytes} bytes when the look is kept`);
  }
  await leave(home, form, queue);
}

export const theFirstPagesAreLight = light;
