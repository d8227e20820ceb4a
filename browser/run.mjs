// Runs the journeys one after the other against one running program; ends with 1 when any failed.
import { launch, start, violations } from "./lib.mjs";
import * as alone from "./journeys/alone.mjs";
import * as birth from "./journeys/birth.mjs";
import * as counter from "./journeys/counter.mjs";

// Only those whose name has one of these in it, when any is given.
const wanted = process.argv.slice(2);

const site = await start();
const browser = await launch();
let passed = 0;
const failed = [];
const journeys = { ...birth, ...alone, ...counter };
for (const [name, journey] of Object.entries(journeys).filter(([, one]) => typeof one === "function")) {
  if (wanted.length && !wanted.some((part) => name.includes(part))) continue;
  try {
    await journey(browser, site);
    passed += 1;
    console.error(`passed  ${name}`);
  } catch (error) {
    failed.push(name);
    console.error(`FAILED  ${name}: ${error.stack}`);
  }
}
await browser.close();
await site.stop();
for (const violation of violations()) console.error(`axe     ${violation}`);
const found = violations().length;
console.log(`browser: ${passed + (found ? 0 : 1)} passed, ${failed.length + (found ? 1 : 0)} failed`);
process.exit(failed.length || found ? 1 : 0);
