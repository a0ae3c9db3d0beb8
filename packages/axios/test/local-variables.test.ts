import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const secret = "0123456789abcdef0123456789abcdef";
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// What esbuild calls for the CommonJS packages below axios.
const requireInModules = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** An `axios` that is bundled has its frames recorded too, and so has its http adapter's own variable `headers`. */
const bundles = ["with axios beside it", "bundled with axios"] as const;
const ways = [
  "adapter",
  "adapter of the second attempt",
  "request interceptor",
  "response interceptor",
  "beforeRedirect",
  "transformResponse",
];

describe.each(bundles)("%s", (bundle) => {
  let folder = "";
  beforeAll(async () => {
    // In this package's folder, so that axios is found from there.
    folder = await mkdtemp(path.join(here("../node_modules"), ".local-variables-"));
    await build({
      entryPoints: [here("local-variables-program.ts"), here("local-variables-recorder.ts")],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      minify: bundle === "bundled with axios",
      keepNames: true,
      alias: Object.fromEntries(
        ["core", "bearer"].map((name) => [`@x/sentry-${name}`, here(`../../${name}/src/index.ts`)]),
      ),
      ...(bundle === "bundled with axios" ? { banner: { js: requireInModules } } : { external: ["axios"] }),
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(way: string): Promise<{ pauses: number; recorded: string[] }> {
    const program = [
      path.join(folder, "local-variables-program.mjs"),
      path.join(folder, "local-variables-recorder.mjs"),
      way,
      secret,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    return JSON.parse(stdout);
  }

  test.each(ways)("no variable contains the secret while it is thrown below the client: %s", async (way) => {
    const { pauses, recorded } = await run(way);
    expect(pauses).toBeGreaterThan(0);
    expect(recorded.filter((line) => line.includes(secret))).toEqual([]);
  });

  test("the recorder sees a header of the caller's", async () => {
    const { recorded } = await run("a header that shows");
    expect(recorded.filter((line) => line.includes(secret))).not.toEqual([]);
  });
});
