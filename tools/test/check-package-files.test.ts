import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageFileProblems } from "../check-package-files.ts";
import { readPackages } from "../workspace.ts";

const HEADINGS = ["Install", "Use", "Options", "Errors", "Security", "Which package do I need", "License"];
const FILES: Record<string, string> = {
  "CHANGELOG.md": "# @x/sentry-acme\n",
  LICENSE: "The license\n",
  "README.md": `# @x/sentry-acme\n\nNode 22.12 or later.\n\n${HEADINGS.map((heading) => `## ${heading}\n`).join("\n")}`,
  "api.md": "# The public API of @x/sentry-acme\n",
  "package.json":
    '{ "name": "@x/sentry-acme", "engines": { "node": ">=22.12" }, "sentryAuth": { "kind": "strategy" } }',
  "src/index.ts":
    '// The public names.\nexport { acmeAuth } from "./acme-auth.ts";\nexport type {\n  Acme,\n} from "./acme.ts";\n',
  "test/acme.test.ts": "",
  "test/subject.ts": "",
  "tsconfig.json": "{}",
};

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "package-files-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The problems of a package with these files, where `undefined` takes one away. */
function problemsOf(changes: Record<string, string | undefined>): string[] {
  writeFileSync(path.join(root, "LICENSE"), "The license\n");
  for (const [file, text] of Object.entries({ ...FILES, ...changes })) {
    if (text === undefined) continue;
    const whole = path.join(root, "packages/acme", file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }
  return packageFileProblems(readPackages(root), root);
}

test("a package with the files that all have passes", () => {
  expect(problemsOf({})).toEqual([]);
});

test.each<[string, Record<string, string | undefined>]>([
  ["CHANGELOG.md: is missing", { "CHANGELOG.md": undefined }],
  ["LICENSE: must be the text of the repository's own", { LICENSE: "Another license\n" }],
  ["test: has no test", { "test/acme.test.ts": undefined, "test/acme.ts": "" }],
  ["test/subject.ts: is missing", { "test/subject.ts": undefined }],
  ["notes.txt: no other package has it", { "notes.txt": "" }],
  [".npmrc: no other package has it", { ".npmrc": "" }],
  ['README.md: must begin with "# @x/sentry-acme"', { "README.md": FILES["README.md"]?.slice(2) }],
  ['README.md: must say "Node 22.12 or later"', { "README.md": FILES["README.md"]?.replace("Node 22.12", "Node") }],
  ["README.md: the headings must be Install", { "README.md": FILES["README.md"]?.replace("## Errors\n", "") }],
  [
    "README.md: the headings must be Install",
    { "README.md": FILES["README.md"]?.replace("## Errors", "```md\n## Errors\n```") },
  ],
  [
    'src/index.ts: must export by name only, not "export * from',
    { "src/index.ts": `${FILES["src/index.ts"]}export * from "./more.ts";\n` },
  ],
  [
    "src/index.ts: must export by name only",
    { "src/index.ts": 'export { acmeAuth } from "./acme-auth.ts";\nconst secret = 1;\n' },
  ],
  ["src/index.ts: must export by name only", { "src/index.ts": 'export { acmeAuth } from "@x/sentry-fetch";\n' }],
])("finds: %s", (problem, changes) => {
  expect(problemsOf(changes).join("\n")).toContain(`packages/acme/${problem}`);
});
