import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADDRESS } from "../check-site.ts";
import { nameOf, readPages } from "../code-blocks/pages.ts";

const docs = new URL("../", import.meta.url);

/** The links of a page, without those in code. */
function linksOf(page: URL): readonly string[] {
  const text = readFileSync(page, "utf8").replaceAll(/^```[\s\S]*?^```|`[^`\n]*`(?!\])/gm, "");
  return Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, link = ""]) => link);
}

/** Where a link leads in the repository: the site's own address is a guide's. `undefined` for another site. */
function targetOf(link: string, page: URL): URL | undefined {
  const own = link.startsWith(ADDRESS)
    ? new URL(link.slice(ADDRESS.length).replace(/(?=#|$)/, ".md"), docs)
    : new URL(link, page);
  return own.protocol === "file:" ? own : undefined;
}

test.for(readPages().map((page) => [nameOf(page), page] as const))("%s has no dead link", ([, page]) => {
  const dead = linksOf(page).filter((link) => {
    const target = targetOf(link, page);
    if (target === undefined) return false;
    const file = new URL(target.pathname, target);
    if (!existsSync(file)) return true;
    return target.hash !== "" && !headingsOf(file).includes(decodeURIComponent(target.hash.slice(1)));
  });
  expect(dead).toEqual([]);
});

/** The anchors that both GitHub and the site have, in the site's spelling. */
function headingsOf(page: URL): readonly string[] {
  return Array.from(readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm), ([, heading = ""]) =>
    heading.replaceAll(/[`.,?()]/g, "").replaceAll(" ", "-"),
  );
}
