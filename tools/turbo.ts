// Runs turbo with its telemetry off, which needs an environment variable, and no shell of any platform is needed for this.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { repository } from "./workspace.ts";

const manifest = createRequire(path.join(repository, "package.json")).resolve("turbo/package.json");
const turbo = path.join(path.dirname(manifest), "bin/turbo");
const { status } = spawnSync(process.execPath, [turbo, "run", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
});
process.exitCode = status ?? 1;
