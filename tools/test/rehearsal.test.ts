import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tarballName } from "../packed-packages.ts";
import { checkBundle } from "../rehearsal/bundle.ts";
import { withDependents } from "../rehearsal/release.ts";
import { exportedNames, type Package, readPackages, repository } from "../workspace.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rehearsal-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Installs a package whose code is `code`. */
function installed(name: string, code: string, dependencies: Record<string, string> = {}): Package {
  const directory = path.join(folder, "node_modules/@x", `sentry-${name}`);
  const manifest = { name: `@x/sentry-${name}`, version: "0.1.0", dependencies };
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    path.join(directory, "package.json"),
    JSON.stringify({ ...manifest, type: "module", exports: "./index.js" }),
  );
  writeFileSync(path.join(directory, "index.js"), code);
  return { folder: name, directory, kind: "strategy", manifest };
}

test("a bundle may have the code of what a package depends on, and of nothing else", async () => {
  const core = installed("core", "export const core = 1;");
  const one = installed("one", 'export { core } from "@x/sentry-core";', { "@x/sentry-core": "workspace:^" });
  const other = installed("other", 'export { core as more } from "@x/sentry-one";');
  await checkBundle(folder, [one], [core, one, other]);
  await expect(checkBundle(folder, [other], [core, one, other])).rejects.toThrow(
    /^@x\/sentry-other brings .*sentry-core\/index\.js, .*sentry-one\/index\.js$/,
  );
});

test("a patch moves the package and what depends on it, directly or not", () => {
  const [core, ky] = ["core", "ky"].map((name) => readPackages(repository).find((one) => one.folder === name));
  if (core === undefined || ky === undefined) throw new Error("core and ky are gone");
  const moved = withDependents(repository, core);
  expect(moved).toEqual(expect.arrayContaining(["@x/sentry-core", "@x/sentry-fetch", "@x/sentry-ky"]));
  expect(moved).not.toContain("@x/sentry-redact");
  expect(withDependents(repository, ky)).toEqual(["@x/sentry-ky"]);
  expect(tarballName(ky)).toMatch(/^x-sentry-ky-\d+\.\d+\.\d+\.tgz$/);
});

test("the names of an index are read with what they are", () => {
  mkdirSync(path.join(folder, "src"));
  const index =
    'export { type A, b } from "./a.ts";\nexport type {\n  C,\n  D,\n} from "./c.ts";\nexport { e } from "./e.ts";\n';
  writeFileSync(path.join(folder, "src/index.ts"), index);
  expect(exportedNames(folder)).toEqual(["A", "b", "C", "D", "e"]);
  expect(exportedNames(folder, "values")).toEqual(["b", "e"]);
  expect(exportedNames(folder, "types")).toEqual(["A", "C", "D"]);
});
