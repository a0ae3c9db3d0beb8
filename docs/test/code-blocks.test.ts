import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { typeErrors, type VirtualFile } from "../../tools/code-blocks/check-types.ts";
import { nameOf, readPages, readSources } from "../../tools/code-blocks/pages.ts";
import { readCodeBlocks } from "../../tools/code-blocks/read-code-blocks.ts";
import { readJsdocExamples } from "../../tools/code-blocks/read-jsdoc-examples.ts";
import { entriesOf, exportedNames, readPackages, repository } from "../../tools/workspace.ts";

const pages = readPages();
const packages = readPackages(repository);
const docs = new URL("../", import.meta.url);
const minute = 60_000;

/** The root has no dependencies that an example could use: its pages use those of the documents. */
function isAtRoot(page: URL): boolean {
  return !nameOf(page).includes("/");
}

test("every TypeScript block of every page compiles", { timeout: minute }, () => {
  const files = pages.flatMap(blocksOf);
  expect(files.length).toBeGreaterThan(30);
  expect(typeErrors(files)).toEqual([]);
});

test("a block that does not compile is found, at its place in the page", { timeout: minute }, () => {
  const page = new URL("../../README.md", import.meta.url).pathname;
  const file = {
    path: `${page}.1.ts`,
    code: 'const one: number = 1;\nconst two: number = "2";\n',
    line: 10,
    document: page,
  };
  expect(typeErrors([file])).toEqual([expect.stringMatching(/README\.md:11: Type 'string' is not assignable/)]);
});

test.for(["ts rum", "typescript", "js", "ts run line=3", "tsx"])(
  "a block marked %s is refused, because no check would read it",
  async (info) => {
    const folder = await mkdtemp(path.join(tmpdir(), "page-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const page = path.join(folder, "page.md");
    await writeFile(page, `# Page\n\n\`\`\`${info}\n1;\n\`\`\`\n`);
    expect(() => readCodeBlocks(pathToFileURL(page))).toThrow(`page.md:3: no check reads a block of ${info}`);
  },
);

test("every example in a comment compiles", { timeout: minute }, () => {
  const files = readSources().flatMap((source) => readJsdocExamples(source, exportsFor(source)));
  expect(files.length).toBeGreaterThan(30);
  expect(typeErrors(files)).toEqual([]);
});

const quoted = pages.flatMap((page) =>
  readCodeBlocks(page).flatMap((block) => (block.file ? [{ page, block, file: block.file }] : [])),
);

test.for(quoted)("$file is in the page word for word", ({ page, block, file }) => {
  expect(block.code).toBe(readFileSync(new URL(file, page), "utf8"));
});

function blocksOf(page: URL): readonly VirtualFile[] {
  return readCodeBlocks(page).map(({ code, line, file }) => {
    // A file that a page quotes stands elsewhere: its relative imports start from there.
    const place = file ? new URL(file, page) : isAtRoot(page) ? new URL(nameOf(page), docs) : page;
    return { path: `${fileURLToPath(place)}.${line}.ts`, code, line, document: nameOf(page) };
  });
}

/** The names that an example may use without importing them: its own package's first, then the others'. */
function exportsFor(source: URL): ReadonlyMap<string, string> {
  const own = /packages\/([^/]+)\/src\//.exec(source.href)?.[1] ?? "";
  const names = new Map<string, string>();
  for (const { directory, folder, manifest } of packages.toSorted((one) => (one.folder === own ? -1 : 0))) {
    // Two adapters export the same name: an example means its own, or fetch's.
    if (folder !== own && folder !== "fetch" && manifest.sentryAuth?.kind === "adapter") continue;
    for (const entry of entriesOf(manifest)) {
      const module = entry === "index" ? manifest.name : `${manifest.name}/${entry}`;
      for (const name of exportedNames(directory, "all", entry)) if (!names.has(name)) names.set(name, module);
    }
  }
  return names;
}
