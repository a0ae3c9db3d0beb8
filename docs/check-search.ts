// Checks that the site's search leads to the right page first.
import { readFileSync } from "node:fs";
import path from "node:path";
import { inflateSync } from "node:zlib";
import lunr from "lunr";

/** Terms that users search for, and the page that must come first. */
const EXPECTED: Readonly<Record<string, string>> = {
  ERR_UNTRUSTED_ORIGIN: "errors.html",
  undici: "other-clients.html",
  "refresh token": "oauth.html",
  jest: "testing-your-code.html",
  "403": "rejected.html",
  requiredScopes: "sentry-explain/scopes/requiredScopes.html",
};

interface SearchData {
  readonly rows: readonly { readonly name: string; readonly url: string }[];
  readonly index: object;
}

/** Returns one sentence for each term whose page does not come first in the search of `site`. */
export function searchProblems(site: string, expected: Readonly<Record<string, string>> = EXPECTED): readonly string[] {
  const [, packed = ""] = /"([^"]*)"/.exec(readFileSync(path.join(site, "assets/search.js"), "utf8")) ?? [];
  const { rows, index }: SearchData = JSON.parse(inflateSync(Buffer.from(packed, "base64")).toString("utf8"));
  const search = lunr.Index.load(index);
  return Object.entries(expected).flatMap(([term, page]) => {
    const [first, ...others] = ranked(search, rows, term);
    return first === page
      ? []
      : [`search: ${term} leads to ${[first, ...others].slice(0, 5).join(", ")} before ${page}`];
  });
}

/** Searches and ranks as TypeDoc's page script does. */
function ranked(search: lunr.Index, rows: SearchData["rows"], term: string): readonly string[] {
  const found = search.search(term.replaceAll(/\S+/g, "*$&*")).map(({ ref, score }) => {
    const { name = "", url = "" } = rows[Number(ref)] ?? {};
    const isPrefix = name.toLowerCase().startsWith(term.toLowerCase());
    return { url, score: isPrefix ? (score * 10) / (1 + Math.abs(name.length - term.length)) : score };
  });
  return found.toSorted((one, other) => other.score - one.score).map(({ url }) => url);
}
