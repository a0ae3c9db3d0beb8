import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { committedFiles } from "../check-text.ts";
import { pnpm, run } from "../pnpm.ts";

/** Copies the repository at `root` to `folder`, with what is not committed yet, and installs it as a fresh clone is installed. */
export async function cloneWorkingTree(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const file of committedFiles(root)) cpSync(path.join(root, file), path.join(folder, file));
  // Changesets looks at the history of its files, so there has to be one.
  await run("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  await commit(folder, "The working tree");
  await pnpm(["install", "--frozen-lockfile", "--prefer-offline"], { cwd: folder });
}

/** Commits everything in a clone. */
export async function commit(folder: string, message: string): Promise<void> {
  const identity = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@localhost", "-c", "commit.gpgsign=false"];
  await run("git", ["add", "--all"], { cwd: folder });
  await run("git", [...identity, "commit", "--quiet", "--no-verify", "--message", message], { cwd: folder });
}
