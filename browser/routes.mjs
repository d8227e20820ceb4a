// Every page of the program is looked at by some journey, or stands here with the reason why not.
import { readFileSync } from "node:fs";

/** Addresses that draw no page of their own. */
const NO_PAGE = {
  "/assets/{hash}/{name}": "the files of the look",
  "/health": "a word for whoever watches the program",
  "/units/{province}/communes": "a list for the script",
  "/drafts/{id}/upload/{field}/{upload}": "the script's exchange about a file",
  "/drafts/{id}/papers/{paper}": "a paper itself",
  "/drafts/{id}/papers/{paper}/thumb": "a small picture of it",
  "/dossiers/{code}/papers/{paper}": "a paper itself",
  "/dossiers/{code}/papers/{paper}/thumb": "a small picture of it",
  "/desk/papers/{paper}": "a paper itself",
  "/desk/legs/{leg}/print/{form}": "a form to be printed, as PDF",
  "/desk/counter/{dossier}/receipt": "the receipt, as PDF",
  "/drafts/{id}": "leads to the page where the draft was left",
  "/drafts/{id}/discard": "leads back to the drafts after signing in again",
  "/procedures/{code}/start": "leads back to the procedure after signing in again",
  "/vault/{id}/pdf": "a result itself, as PDF",
  "/dossiers/{code}/secret": "leads back to the dossier after signing in again",
  "/consents/{id}": "leads back to the consents after signing in again",
  "/desk/findings/{finding}": "leads back to the findings after signing in again",
};

const routes = () =>
  readFileSync(new URL("../golden/routes.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("GET "))
    .map((line) => line.split(/\s+/)[1]);

/** The pages that no journey looked at, and reasons that belong to no route any more. */
export function missed(looked) {
  const all = routes();
  const matches = (route) => {
    const shape = new RegExp(`^${route.replace(/\{\w+\}/g, "[^/]+")}$`);
    // "/desk/counter" is not "/desk/{leg}": a route in so many words comes first, as it does in the program.
    return looked.some((path) => shape.test(path) && !(route.includes("{") && all.includes(path)));
  };
  return [
    ...all.filter((route) => !(route in NO_PAGE) && !matches(route)).map((route) => `no journey looks at ${route}`),
    ...Object.keys(NO_PAGE).filter((route) => !all.includes(route)).map((route) => `${route} is no route any more`),
  ];
}
