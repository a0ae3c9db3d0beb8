import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../../tools/pnpm.ts";
import { repository as root } from "../../../tools/workspace.ts";
import { packedFolder } from "./packed.ts";

const folder = packedFolder();

const versions = [
  ["22.12.0, the oldest", join(root, "conformance/node_modules/node22-oldest/bin/node")],
  ["22", join(root, "conformance/node_modules/node22/bin/node")],
  ["24", process.execPath],
  ["26", join(root, "conformance/node_modules/node26/bin/node")],
] as const;

const program = `
const names = ["core", "bearer", "user-token", "dsn", "legacy-basic", "fetch", "axios", "ky", "testing"];
const packages = Object.fromEntries(names.map((name) => [name, require("@x/sentry-" + name)]));
const sentry = packages.fetch.withSentryAuth(
  async (_, { headers }) => ({ status: 200, headers }),
  packages.bearer.bearerAuth({ token: "1a2b3c" }),
);
sentry("https://sentry.io/").then(({ headers }) => {
  console.log(JSON.stringify({ headers, exports: names.flatMap((name) => Object.keys(packages[name])) }));
});
`;

test.each(versions)("every package comes through require() on Node %s", async (_, node) => {
  await writeFile(join(folder.path, "required.cjs"), program);
  const { headers, exports } = JSON.parse(await run(node, ["required.cjs"], { cwd: folder.path }));
  expect(headers).toEqual({ Authorization: "Bearer 1a2b3c" });
  for (const name of ["defineStrategy", "bearerAuth", "userTokenAuth", "dsnAuth", "parseDsn", "legacyBasicAuth"]) {
    expect(exports).toContain(name);
  }
  expect(exports.filter((name: string) => name === "withSentryAuth")).toHaveLength(3);
  expect(exports).toEqual(expect.arrayContaining(["startSentryServer", "strategyCases", "adapterCases"]));
});
