import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { showsHeader, throwingWays } from "./throwing-ways.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const secret = "0123456789abcdef0123456789abcdef";
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// The second one lowers private fields and optional chaining, which takes variables of esbuild's own.
const bundles: Readonly<Record<string, BuildOptions>> = {
  bundled: {},
  "minified for an older target": { minify: true, keepNames: true, target: "es2022" },
};
const ways = Object.keys(throwingWays(secret)).filter((way) => way !== showsHeader);

/** Runs a program and returns what it prints. */
async function run<Report>(...program: readonly string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [...program]);
  return JSON.parse(stdout);
}

/** Runs the program with Sentry's SDK. */
async function checkSdk(...program: readonly string[]): Promise<void> {
  type Report = Record<string, { readonly frames: number; readonly leaks: number }>;
  const { [showsHeader]: control, ...report } = await run<Report>(...program, secret);
  expect(control?.leaks).toBeGreaterThan(0);
  expect(Object.keys(report)).toEqual(ways);
  for (const [way, { frames, leaks }] of Object.entries(report)) {
    // The caller gets the 401, so that no error is reported.
    if (way !== "the reading of a refusal") expect(frames, way).toBeGreaterThan(0);
    expect(leaks, way).toBe(0);
  }
}

describe.each(Object.entries(bundles))("%s", (_, options) => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(here("../../node_modules"), ".local-variables-"));
    await build({
      entryPoints: {
        program: here("local-variables-program.ts"),
        "sentry-sdk-program": here("sentry-sdk-program.ts"),
        recorder: here("../../../packages/axios/test/local-variables-recorder.ts"),
      },
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["@sentry/node", "axios"],
      alias: Object.fromEntries(
        ["axios", "core", "bearer", "fetch", "ky"].map((name) => [
          `@x/sentry-${name}`,
          here(`../../../packages/${name}/src/index.ts`),
        ]),
      ),
      ...options,
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const record = (way: string): Promise<{ pauses: number; recorded: string[] }> =>
    run(path.join(folder, "program.mjs"), path.join(folder, "recorder.mjs"), way, secret);

  test.each(ways)("no variable contains the secret while it is thrown below the client: %s", async (way) => {
    const { pauses, recorded } = await record(way);
    expect(pauses).toBeGreaterThan(0);
    expect(recorded.filter((line) => line.includes(secret))).toEqual([]);
  });

  test("the recorder sees a header that a variable contains", async () => {
    const { recorded } = await record(showsHeader);
    expect(recorded.filter((line) => line.includes(secret))).not.toEqual([]);
  });

  test("Sentry's SDK with includeLocalVariables sends no secret, and does of a program that has it in a variable", () =>
    checkSdk(path.join(folder, "sentry-sdk-program.mjs")));
});

test("Sentry's SDK sends no secret of a program that is not bundled", () =>
  checkSdk("--import", here("../../../tools/code-blocks/resolve-to-source.ts"), here("sentry-sdk-program.ts")));
