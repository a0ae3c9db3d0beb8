// Finds the links in the built site that lead nowhere: paths, anchors and the site's own address.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

export const SITE: string = path.join(import.meta.dirname, "site");
/** The site's address, as the root's package.json has it. */
export const ADDRESS: string = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8"),
).homepage;

/** The links of the HTML files in `site` that lead nowhere, one sentence each. */
export function siteProblems(site: string = SITE): readonly string[] {
  const files = new Set(globSync("**/*.*", { cwd: site }).map((file) => file.replaceAll(path.sep, "/")));
  const texts = new Map(
    [...files]
      .filter((file) => /\.(?:html|svg)$/.test(file))
      .map((file) => [file, readFileSync(path.join(site, file), "utf8")]),
  );
  const anchors = new Map([...texts].map(([file, text]) => [file, new Set(values(text, "id"))]));
  const problems: string[] = [];
  for (const [page, html] of texts) {
    for (const link of new Set([...values(html, "href"), ...values(html, "src")])) {
      const target = resolve(link, page);
      if (target === undefined) continue;
      if (!files.has(target.file)) problems.push(`${page}: ${link} is no file of the site`);
      else if (target.anchor !== "" && !anchors.get(target.file)?.has(target.anchor))
        problems.push(`${page}: ${link} is no anchor there`);
    }
  }
  return problems;
}

function values(html: string, attribute: "id" | "href" | "src"): readonly string[] {
  // Code is escaped, so that what looks like an attribute of a tag is one.
  const found = html.matchAll(new RegExp(`<[a-z][^<>]*? ${attribute}="([^"]*)"`, "gi"));
  return Array.from(found, ([, value = ""]) => value.replaceAll("&amp;", "&"));
}

/** The file and the anchor that a link on a page leads to, `undefined` for another site. */
function resolve(link: string, page: string): { readonly file: string; readonly anchor: string } | undefined {
  const url = new URL(link, ADDRESS + page);
  if (!url.href.startsWith(ADDRESS)) return undefined;
  const file = decodeURIComponent(url.pathname.slice(new URL(ADDRESS).pathname.length));
  // As the host serves it: a folder is its index, a name without an ending is a page.
  const served = file === "" || file.endsWith("/") ? `${file}index.html` : /\.\w+$/.test(file) ? file : `${file}.html`;
  return { file: served, anchor: decodeURIComponent(url.hash.slice(1)) };
}
