// Checks that workflows run pinned code, with no more permissions than they name. A tag of an action can be moved, a commit
// cannot; `pnpm@12` is another release tomorrow.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { PNPM } from "./pnpm.ts";
import { report, repository } from "./workspace.ts";

/** What is wrong with a workflow's text, one sentence each; `file` is for the sentences. */
export function workflowProblems(file: string, text: string): string[] {
  const actions = text.matchAll(/^[ -]*uses: (?!\.\/)(?<action>\S+)(?<comment>.*)$/gm);
  const problems = Array.from(actions, ({ groups: { action = "", comment = "" } = {} }) => {
    if (!/@[0-9a-f]{40}$/.test(action)) return `${file}: ${action} must be pinned by its commit`;
    return /^ # v\d+\.\d+\.\d+$/.test(comment)
      ? ""
      : `${file}: ${action} must have its version behind it, such as # v1.2.3`;
  }).filter((problem) => problem !== "");
  for (const [found] of text.matchAll(/\bpnpm@[\w.]+/g)) {
    if (found !== PNPM) problems.push(`${file}: ${found} must be ${PNPM}, as in package.json`);
  }
  if (!/^permissions: \{\}$/m.test(text))
    problems.push(`${file}: must begin with permissions: {}, so that each job names its own`);
  if (/\$\{\{ *(?:secrets|github\.event)\.[^}]*\}\}/.test(text.replaceAll(/^ *(?:cancel-in-progress|if): .*$/gm, ""))) {
    problems.push(`${file}: must not use a secret, or an event's text, which anyone can write`);
  }
  return problems;
}

if (import.meta.main) {
  const files = globSync(".github/workflows/*.yml", { cwd: repository });
  const problems = files.flatMap((file) => workflowProblems(file, readFileSync(path.join(repository, file), "utf8")));
  report(problems, `${files.length} workflows run pinned actions with named permissions.`);
}
