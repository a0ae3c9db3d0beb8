// Runs the suites of the adapters against the newest releases of their clients, so that a change there is noticed before a
// user notices it. Runs in a clone; the working tree stays as it is.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pnpm } from "./pnpm.ts";
import { cloneWorkingTree } from "./rehearsal/clone.ts";
import { report, repository } from "./workspace.ts";

const CLIENTS: Readonly<Record<string, string>> = { axios: "axios", ky: "ky", undici: "fetch" };

const clone = realpathSync(mkdtempSync(path.join(tmpdir(), "newest-clients-")));
const problems: string[] = [];
try {
  await cloneWorkingTree(repository, clone);
  const workspace = path.join(clone, "pnpm-workspace.yaml");
  const newest = Object.keys(CLIENTS).reduce(
    (text, client) => text.replace(new RegExp(`^  ${client}: .*$`, "m"), `  ${client}: latest`),
    readFileSync(workspace, "utf8"),
  );
  // A release of today is what this is for.
  writeFileSync(workspace, `minimumReleaseAge: 0\n${newest}`);
  await pnpm(["install", "--no-frozen-lockfile"], { cwd: clone });
  for (const [client, folder] of Object.entries(CLIENTS)) {
    const directory = path.join(clone, "packages", folder);
    const { version } = JSON.parse(readFileSync(path.join(directory, "node_modules", client, "package.json"), "utf8"));
    console.log(`packages/${folder} with ${client} ${version}`);
    await pnpm(["run", "test"], { cwd: directory }).catch((error: Error) => problems.push(error.message));
  }
} finally {
  rmSync(clone, { recursive: true, force: true });
}
report(problems, "The adapters work with the newest releases.");
