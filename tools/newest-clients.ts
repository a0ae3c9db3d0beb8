// Runs the suites of the adapters against the newest releases of their clients, so that a change there is noticed before a
// user notices it. Runs in a clone; the working tree stays as it is.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pnpm } from "./pnpm.ts";
import { cloneWorkingTree } from "./rehearsal/clone.ts";
import { type Package, readManifest, readPackages, report, repository } from "./workspace.ts";

/** The clients of an adapter that are released on their own: its peers, and undici, which is Node's fetch. */
function clientsOf({ manifest: { peerDependencies, devDependencies = {} } }: Package): readonly string[] {
  return [...Object.keys({ ...peerDependencies }), "undici"].filter((name) => Object.hasOwn(devDependencies, name));
}

const adapters = readPackages(repository).filter(({ kind }) => kind === "adapter");
const clone = realpathSync(mkdtempSync(path.join(tmpdir(), "newest-clients-")));
const problems: string[] = [];
try {
  await cloneWorkingTree(repository, clone);
  const workspace = path.join(clone, "pnpm-workspace.yaml");
  const newest = adapters
    .flatMap(clientsOf)
    .reduce(
      (text, client) => text.replace(new RegExp(`^  ${client}: .*$`, "m"), `  ${client}: latest`),
      readFileSync(workspace, "utf8"),
    );
  // A release of today is what this is for.
  writeFileSync(workspace, `minimumReleaseAge: 0\n${newest}`);
  await pnpm(["install", "--no-frozen-lockfile"], { cwd: clone });
  for (const adapter of adapters.filter((one) => clientsOf(one).length > 0)) {
    const directory = path.join(clone, "packages", adapter.folder);
    const versions = clientsOf(adapter).map(
      (client) => `${client} ${readManifest(path.join(directory, "node_modules", client)).version}`,
    );
    console.log(`packages/${adapter.folder} with ${versions.join(", ")}`);
    await pnpm(["run", "test"], { cwd: directory }).catch((error: Error) => problems.push(error.message));
  }
} finally {
  rmSync(clone, { recursive: true, force: true });
}
report(problems, "The adapters work with the newest releases.");
