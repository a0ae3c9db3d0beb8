// Checks that no committed text is valid on one machine only, such as an absolute path or a registry's host in a lockfile.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { report, repository } from "./workspace.ts";

const FORBIDDEN: readonly (readonly [name: string, pattern: RegExp])[] = [
  // A path below these exists on one machine only. /usr and /bin are the same everywhere.
  ["an absolute path", /(?<![\w.:/@*~)}>$-])\/(?:home|root|Users|work|tmp|opt|mnt|private|var\/folders)\/[\w.-]/],
  ["an absolute path", /\b[A-Z]:\\{1,2}(?:Users|Windows|Program)/],
  ["a registry's host", /\bregistry\.[\w-]+\.[a-z]{2,}|\bnpm\.pkg\.github\.com|\b(?:artifactory|nexus|jfrog)\./],
  ["a resolved tarball", /\btarball: ?["']?https?:/],
  ["a merge's mark", /^(?:<{7}|>{7}) /m],
  ["something left for later", /\b(?:TO{1}DO|FIX{1}ME|X{3})\b/],
];

/** What must not be in `text`, one sentence each; `file` is for the sentences. */
export function textProblems(file: string, text: string): string[] {
  return FORBIDDEN.flatMap(([name, pattern]) => {
    const found = pattern.exec(text);
    if (found === null) return [];
    const line = text.slice(0, found.index).split("\n").length;
    return [`${file}:${line}: ${name}: ${JSON.stringify(found[0])}`];
  });
}

/** The files of the repository at `root` that are committed, or would be with `git add`. */
export function committedFiles(root: string): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  return listed
    .toString("utf8")
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(root, file)));
}

if (import.meta.main) {
  const files = committedFiles(repository);
  const problems = files.flatMap((file) => {
    const content = readFileSync(path.join(repository, file));
    return content.includes(0) ? [] : textProblems(file, content.toString("utf8"));
  });
  report(problems, `The text of ${files.length} files is valid on every machine.`);
}
