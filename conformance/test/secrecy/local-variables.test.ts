import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const secret = "0123456789abcdef0123456789abcdef";
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// The second one lowers private fields and optional chaining, which takes variables of esbuild's own.
const bundles: Readonly<Record<string, BuildOptions>> = {
  bundled: {},
  "minified for an older target": { minify: true, keepNames: true, target: "es2022" },
};
const ways = [
  "fetch",
  "fetch with headers",
  "fetch with pairs",
  "fetch with a Request",
  "a Request's referrer",
  "the second attempt of fetch",
  "the reading of a refusal",
  "ky",
  "the second attempt of ky",
  "fetch below the proxy's headers",
  "ky below the proxy's headers",
  "a redirect below the proxy's headers",
];

describe.each(Object.entries(bundles))("%s", (_, options) => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(here("../../node_modules"), ".local-variables-"));
    await build({
      entryPoints: {
        program: here("local-variables-program.ts"),
        recorder: here("../../../packages/axios/test/local-variables-recorder.ts"),
      },
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      alias: Object.fromEntries(
        ["core", "bearer", "fetch", "ky"].map((name) => [
          `@x/sentry-${name}`,
          here(`../../../packages/${name}/src/index.ts`),
        ]),
      ),
      ...options,
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(way: string): Promise<{ pauses: number; recorded: string[] }> {
    const program = [path.join(folder, "program.mjs"), path.join(folder, "recorder.mjs"), way, secret];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    return JSON.parse(stdout);
  }

  test.each(ways)("no variable contains the secret while it is thrown below the client: %s", async (way) => {
    const { pauses, recorded } = await run(way);
    expect(pauses).toBeGreaterThan(0);
    expect(recorded.filter((line) => line.includes(secret))).toEqual([]);
  });

  test("the recorder sees a header that a variable contains", async () => {
    const { recorded } = await run("a header that shows");
    expect(recorded.filter((line) => line.includes(secret))).not.toEqual([]);
  });
});
