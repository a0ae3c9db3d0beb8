import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { manifestProblems } from "../check-manifests.ts";
import { packageFileProblems } from "../check-package-files.ts";
import { textProblems } from "../check-text.ts";
import { pnpm, run } from "../pnpm.ts";
import { cloneWorkingTree } from "../rehearsal/clone.ts";
import { importAndRequire } from "../rehearsal/use-packages.ts";
import { type Package, readPackages, repository } from "../workspace.ts";

/** Installs, builds and tests three packages: no limit that a slow machine reaches. */
const MINUTES = 15 * 60_000;

test("a new strategy, adapter and store pass every check as they are, and every suite finds them", {
  timeout: MINUTES,
}, async () => {
  const clone = realpathSync(mkdtempSync(path.join(tmpdir(), "new-package-")));
  try {
    await cloneWorkingTree(repository, clone);
    const tool = (...args: string[]): Promise<string> =>
      run(process.execPath, ["tools/new-package.ts", ...args], { cwd: clone });
    const wanted = ["strategy", "sample-proxy", "adapter", "sample-client", "store", "sample-vault"];
    expect(await tool(...wanted)).toContain("packages/sample-vault is there");

    const made = readPackages(clone).filter(({ folder }) => folder.startsWith("sample-"));
    expect(made.map(({ folder, kind }) => [folder, kind]).sort()).toEqual([
      ["sample-client", "adapter"],
      ["sample-proxy", "strategy"],
      ["sample-vault", "store"],
    ]);
    expect(manifestProblems(made.concat(readPackages(clone))).filter(isOfSample)).toEqual([]);
    expect(packageFileProblems(made, clone)).toEqual([]);
    for (const { folder, directory } of made) {
      expect(readFileSync(path.join(clone, `.changeset/first-${folder}.md`), "utf8")).toMatch(/^Released .+\.$/m);
      expect(textProblems("README.md", readFileSync(path.join(directory, "README.md"), "utf8"))).toEqual([]);
    }
    await run("node_modules/.bin/biome", ["check", "--error-on-warnings", ...made.map(({ directory }) => directory)], {
      cwd: clone,
    });
    const types = await run("node_modules/.bin/tsc", ["-p", "tsconfig.json"], { cwd: clone }).catch(String);
    expect(types.split("\n").filter(isOfSample)).toEqual([]);
    await pnpm(["--filter", "./packages/sample-*", "run", "/^(?:check|test)$/"], { cwd: clone });
    await expectSuitesToFind(clone, made);

    await expect(tool("strategy", "sample-proxy")).rejects.toThrow("packages/sample-proxy is there already");
    await expect(tool("strategy", "../escape")).rejects.toThrow("Usage");
    await expect(tool("client", "sample")).rejects.toThrow("Usage");
    expect(existsSync(path.join(clone, "packages/sample"))).toBe(false);
  } finally {
    rmSync(clone, { recursive: true });
  }
});

/** Asks each suite for what it would run. */
async function expectSuitesToFind(clone: string, made: readonly Package[]): Promise<void> {
  const listed = await run(
    process.execPath,
    ["--import", "./tools/code-blocks/resolve-to-source.ts", "tools/test/suites.ts"],
    { cwd: clone },
  );
  const { runtimes, conformance, secrecy, load, bench, demo }: Record<string, readonly string[]> = JSON.parse(listed);
  expect(runtimes).toEqual(
    expect.arrayContaining(made.map(({ directory }) => path.join(directory, "test/subject.ts"))),
  );
  expect(conformance).toEqual(expect.arrayContaining(["sample-proxy", "sample-client", "sampleVaultStore"]));
  for (const found of [load, bench, demo]) {
    expect(found).toEqual(expect.arrayContaining(["sample-proxy", "sample-client"]));
  }
  const outcomes = secrecy?.filter((combination) => combination.startsWith("bearer, fetch, ")) ?? [];
  expect(outcomes).not.toEqual([]);
  expect(secrecy).toEqual(
    expect.arrayContaining(outcomes.map((one) => one.replace("bearer, fetch", "sample-proxy, sample-client"))),
  );
  const sizes = await run(process.execPath, ["bench/src/check-sizes.ts", "--print"], { cwd: clone }).catch(String);
  expect(sizes).toMatch(/sample-proxy \+ sample-client/);
  expect(sizes.split("\n").filter((line) => /sample-.* are more than/.test(line))).toEqual([]);

  // As a project has them, for import and require() on each Node.
  const project = path.join(clone, "project");
  mkdirSync(path.join(project, "node_modules/@x"), { recursive: true });
  for (const { manifest, directory } of made) {
    symlinkSync(directory, path.join(project, "node_modules", manifest.name), "junction");
  }
  await importAndRequire(project, made);
}

function isOfSample(line: string): boolean {
  return line.includes("packages/sample-");
}
