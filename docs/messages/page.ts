import { readFileSync } from "node:fs";
import { errorOf, mistakes } from "./mistakes.ts";

/** The guide that every message links to. */
export const errorsPage = new URL("../errors.md", import.meta.url);

/** The guide with its tables made anew: each message as a user sees it, under its code. */
export async function pageWithMessages(): Promise<string> {
  let page = readFileSync(errorsPage, "utf8");
  for (const code of new Set(mistakes.map((mistake) => mistake.code))) {
    const place = new RegExp(`(<!-- the messages of ${code} -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!place.test(page)) throw new Error(`errors.md has no place for the messages of ${code}`);
    page = page.replace(place, (_, start, end) => `${start}\n${rows.get(code)?.join("\n")}\n\n${end}`);
  }
  return page;
}

const rows = new Map<string, string[]>();
for (const mistake of mistakes) {
  const { code, message } = await errorOf(mistake);
  if (!rows.has(code)) rows.set(code, ["| message | what to do |", "|---|---|"]);
  // The link at a message's end leads to this very page.
  rows.get(code)?.push(`| ${message.replace(/ See https:\S+$/, "").replace("<", "&lt;")} | ${mistake.remedy} |`);
}
