// Runs the journeys one after the other against one running program; ends with 1 when any failed. With arguments, only
// the journeys that have one of them in their name.
import { findings, launch, looked, start } from "./lib.mjs";
import { missed } from "./routes.mjs";
import * as birth from "./journeys/birth.mjs";
import * as alone from "./journeys/alone.mjs";
import * as counter from "./journeys/counter.mjs";
import * as parts from "./journeys/parts.mjs";
import * as families from "./journeys/families.mjs";
import * as english from "./journeys/english.mjs";
import * as keyboard from "./journeys/keyboard.mjs";
import * as weight from "./journeys/weight.mjs";
import * as errors from "./journeys/errors.mjs";

const wanted = process.argv.slice(2);
const journeys = Object.entries({ ...birth, ...alone, ...counter, ...parts, ...families, ...english, ...keyboard, ...weight, ...errors });
const site = await start();
const browser = await launch();
let passed = 0;
const failed = [];
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
for (const [name, journey] of journeys) {
  if (wanted.length && !wanted.some((part) => name.includes(part))) continue;
  const began = Date.now();
  try {
    await journey(browser, site);
    passed += 1;
    console.error(`passed  ${name} (${seconds(began)} s)`);
  } catch (error) {
    failed.push(name);
    console.error(`FAILED  ${name} (${seconds(began)} s): ${error.stack}`);
  }
}
await browser.close();
await site.stop();
// Only the whole run can tell which pages nobody looks at.
const wrong = [...findings(), ...(wanted.length || failed.length ? [] : missed(looked()))];
for (const one of wrong) console.error(`look    ${one}`);
console.log(`browser: ${passed + (wrong.length ? 0 : 1)} passed, ${failed.length + (wrong.length ? 1 : 0)} failed`);
process.exit(failed.length || wrong.length ? 1 : 0);
