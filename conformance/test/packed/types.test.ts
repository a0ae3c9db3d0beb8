import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../../tools/pnpm.ts";
import { repository as root } from "../../../tools/workspace.ts";
import { packedFolder } from "./packed.ts";

const folder = packedFolder();

const resolutions = [
  { moduleResolution: "bundler", module: "esnext" },
  { moduleResolution: "node16", module: "node16" },
  { moduleResolution: "nodenext", module: "nodenext" },
];

const platforms = [
  { platform: "DOM types", options: { lib: ["ES2023", "DOM", "DOM.Iterable"], types: [] }, hasFetch: true },
  { platform: "only @types/node", options: { lib: ["ES2023"], types: ["node"] }, hasFetch: true },
  { platform: "neither", options: { lib: ["ES2023"], types: [] }, hasFetch: false },
];

/** What the compiler complains about; nothing where all is well. */
async function compile(name: string, compilerOptions: object, files: readonly string[]): Promise<string> {
  const project = join(folder.path, `tsconfig.${name.replaceAll(/\W+/g, "-")}.json`);
  const options = {
    target: "es2023",
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    ...compilerOptions,
  };
  await writeFile(project, JSON.stringify({ compilerOptions: options, files }));
  return run(join(root, "node_modules/.bin/tsc"), ["-p", project], { cwd: folder.path }).catch(
    ({ message }: Error) => message,
  );
}

describe.each(resolutions)("$moduleResolution", (resolution) => {
  test.each(platforms)("the types of every package compile with $platform", async ({ platform, options, hasFetch }) => {
    const files = ["everything.mts", ...(hasFetch ? ["platform.mts"] : [])];
    expect(await compile(`${resolution.module} ${platform}`, { ...resolution, ...options }, files)).toBe("");
  });

  test("a client keeps its own type", async () => {
    // The clients' own types are not what is tested.
    const options = { lib: ["ES2023", "DOM", "DOM.Iterable"], types: ["node"], skipLibCheck: true };
    expect(await compile(`${resolution.module} clients`, { ...resolution, ...options }, ["clients.mts"])).toBe("");
  });
});

test("CommonJS modules get the types through require()", async () => {
  // Written here, since this repository's own settings know no CommonJS.
  const module = `
    import bearer = require("@x/sentry-bearer");
    import wrapping = require("@x/sentry-fetch");
    import testing = require("@x/sentry-testing");
    declare const client: (input: string) => Promise<{ readonly status: number }>;
    const sentry: typeof client = wrapping.withSentryAuth(client, bearer.bearerAuth({ token: "1a2b3c" }));
    const count: number = testing.strategyCases.length;
    export = { sentry, count };`;
  await writeFile(join(folder.path, "common.cts"), module);
  const options = { moduleResolution: "nodenext", module: "nodenext", lib: ["ES2023"], types: [] };
  expect(await compile("commonjs", options, ["common.cts"])).toBe("");
});

test("a mistake is found", async () => {
  const mistaken = "platform.mts";
  const options = { moduleResolution: "nodenext", module: "nodenext", lib: ["ES2023"], types: [] };
  expect(await compile("mistake", options, [mistaken])).toContain("Cannot find name 'fetch'");
});
