import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publicApi } from "../check-api.ts";
import { manifestText } from "../check-manifests.ts";
import { tarballProblems } from "../check-tarball.ts";
import { run } from "../pnpm.ts";

const map = JSON.stringify({ version: 3, sources: ["../src/index.ts"], names: [], mappings: "" });
const PACKED: Record<string, string> = {
  "CHANGELOG.md": "# @x/sentry-acme\n",
  LICENSE: "The license\n",
  "README.md": "# @x/sentry-acme\n",
  "package.json": manifestText("acme", { name: "@x/sentry-acme", version: "1.2.3", description: "Does something." }),
  "src/index.ts": "export const answer: number = 42;\n",
  "dist/index.js": "export const answer = 42;\n",
  "dist/index.js.map": map,
  "dist/index.cjs": "exports.answer = 42;\n",
  "dist/index.cjs.map": map,
  "dist/index.d.ts": "export declare const answer: number;\n",
  "dist/index.d.ts.map": map,
  "dist/index.d.cts": "export declare const answer: number;\n",
  "dist/index.d.cts.map": map,
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "check-tarball-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Writes files below a folder, where `undefined` takes one away. */
function write(directory: string, files: Record<string, string | undefined>): string {
  for (const [file, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  return directory;
}

/** The problems of a tarball of the package above, with some of its files changed on the way into the tarball. */
async function problemsOf(changes: Record<string, string | undefined>): Promise<string[]> {
  const directory = write(path.join(folder, "acme"), PACKED);
  write(path.join(folder, "package"), { ...PACKED, ...changes });
  await run("tar", ["-czf", "acme.tgz", "package"], { cwd: folder });
  return await tarballProblems(path.join(folder, "acme.tgz"), directory);
}

test("a tarball with what belongs in it passes", async () => {
  expect(await problemsOf({})).toEqual([]);
});

test.each<[string, Record<string, string | undefined>]>([
  ["README.md: is missing from the tarball", { "README.md": undefined }],
  ["dist/index.d.ts: is missing from the tarball", { "dist/index.d.ts": undefined }],
  ["test/index.test.ts: does not belong in the tarball", { "test/index.test.ts": "" }],
  ["dist/stale.js: does not belong in the tarball", { "dist/stale.js": "export {};\n" }],
  ["src/index.ts:1: an absolute path", { "src/index.ts": `// ${"/"}home/jane/acme\n` }],
  ['"workspace:^" means nothing', { "package.json": PACKED["package.json"]?.replace("MIT", "workspace:^") }],
  ["its source ../lib/index.ts is not in the tarball", { "dist/index.js.map": map.replace("src", "lib") }],
  [
    "dist/index.d.ts: a user may not have the types of node:http",
    { "dist/index.d.ts": 'import {\n  Server,\n} from "node:http";\nexport declare const answer: Server;\n' },
  ],
  ["publint: ", { "dist/index.js": "module.exports = 42;\n" }],
  [
    "are-the-types-wrong: ",
    { "package.json": PACKED["package.json"]?.replaceAll("index.d.ts", "missing.d.ts"), "dist/index.d.ts": undefined },
  ],
])("finds: %s", async (problem, changes) => {
  expect((await problemsOf(changes)).join("\n")).toContain(problem);
});

test("the public API has every exported name with its signature", () => {
  const types =
    "interface Hidden { a: 1 }\n/** Documented. */\nexport declare function acmeAuth(options: { token: string }): Hidden;\n";
  const directory = write(path.join(folder, "acme"), { ...PACKED, "dist/index.d.ts": types });
  const api = publicApi(directory);
  expect(api).toMatch(/^# The public API of @x\/sentry-acme\n\n```ts\n/);
  expect(api).toContain("export function acmeAuth(options: { token: string }): Hidden;");
  expect(api).toContain("interface Hidden");
  expect(api).not.toContain(folder);
  expect(readFileSync(path.join(directory, "package.json"), "utf8")).toBe(PACKED["package.json"]);
});
