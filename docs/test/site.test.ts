import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import lunr from "lunr";
import { expect, onTestFinished, test } from "vitest";
import { searchProblems } from "../check-search.ts";
import { siteProblems } from "../check-site.ts";

async function site(pages: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "site-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, html] of Object.entries(pages)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), html);
  }
  return folder;
}

test("links that lead somewhere pass: paths, anchors, the site's own address, other sites", async () => {
  const folder = await site({
    "index.html":
      '<h1 id="Top">x</h1><a href="#Top">1</a><a href="core/a.html#One">2</a><a href="https://sentry.io/none">3</a>',
    "core/a.html":
      '<h2 class="x" id="One">x</h2><a href="../index.html">1</a><a href="https://x.github.io/sentry-auth/errors#ERR_X">2</a>',
    "errors.html": '<h2 id="ERR_X">x</h2><a href="https://x.github.io/sentry-auth/">1</a>',
  });
  expect(siteProblems(folder)).toEqual([]);
});

test.for([
  ["a missing page", "none.html", "is no file"],
  ["a missing anchor", "#none", "is no anchor"],
  ["an anchor in another case", "#top", "is no anchor"],
  ["a missing page at the site's own address", "https://x.github.io/sentry-auth/none", "is no file"],
  ["a missing anchor there", "https://x.github.io/sentry-auth/index#none", "is no anchor"],
] as const)("%s is found", async ([, link, problem]) => {
  const folder = await site({ "index.html": `<h1 id="Top">x</h1><a class="x" href="${link}">1</a>` });
  expect(siteProblems(folder)).toEqual([expect.stringContaining(`index.html: ${link} ${problem}`)]);
});

test("a term whose page does not come first in the search is found", async () => {
  const rows = [
    { name: "Errors", url: "errors.html" },
    { name: "undici in a title", url: "performance.html" },
    { name: "Other clients", url: "other-clients.html" },
  ];
  const index = lunr(function () {
    this.ref("id");
    this.field("name");
    for (const [id, { name }] of rows.entries()) this.add({ id, name });
  });
  const packed = deflateSync(JSON.stringify({ rows, index })).toString("base64");
  const folder = await site({ "assets/search.js": `window.searchData = "${packed}";` });
  expect(searchProblems(folder, { error: "errors.html" })).toEqual([]);
  expect(searchProblems(folder, { undici: "other-clients.html" })).toEqual([
    "search: undici leads to performance.html before other-clients.html",
  ]);
});
