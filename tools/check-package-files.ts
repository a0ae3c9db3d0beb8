// Checks that every package has the same files, the same license, a README with the same headings, and an index.ts that
// exports by name. Who knows one package then knows all.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Package, readPackages, report, repository } from "./workspace.ts";

const FILES = ["CHANGELOG.md", "LICENSE", "README.md", "api.md", "package.json", "src/index.ts", "tsconfig.json"];
const FOLDERS = ["src", "test"];
/** A reader finds the same things in the same place; a package of another kind may have its own sections in the middle. */
const HEADINGS = ["Install", "Use", "Options", "Errors", "Security", "Which package do I need", "License"];

/** What is wrong with the files of `packages`, one sentence each. */
export function packageFileProblems(packages: readonly Package[], root: string): string[] {
  const license = readFileSync(path.join(root, "LICENSE"), "utf8");
  return packages.flatMap((one) => {
    const problems = [...fileProblems(one), ...readmeProblems(one), ...indexProblems(one)];
    if (readIfThere(one, "LICENSE") !== license) problems.push("LICENSE: must be the text of the repository's own");
    return problems.map((problem) => `packages/${one.folder}/${problem}`);
  });
}

function fileProblems({ directory, kind }: Package): string[] {
  const problems = FILES.filter((file) => !existsSync(path.join(directory, file))).map((file) => `${file}: is missing`);
  // The suites of all packages find it by glob.
  const hasSubject = globSync("test/subject{,.node}.ts", { cwd: directory }).length > 0;
  if (kind !== "core" && kind !== "tool" && !hasSubject) problems.push("test/subject.ts: is missing");
  if (globSync("test/**/*.test.ts", { cwd: directory }).length === 0) problems.push("test: has no test");
  const known = new Set([...FILES.map((file) => file.split("/").at(0)), ...FOLDERS, "dist", "node_modules", ".turbo"]);
  for (const file of globSync("{*,.[!.]*}", { cwd: directory })) {
    if (!known.has(file)) problems.push(`${file}: no other package has it`);
  }
  return problems;
}

function readmeProblems(one: Package): string[] {
  const text = readIfThere(one, "README.md");
  const problems: string[] = [];
  if (!text.startsWith(`# ${one.manifest.name}\n`))
    problems.push(`README.md: must begin with "# ${one.manifest.name}"`);
  // A user looks for it there, and finds `engines` only when an installation fails.
  const oldest = /^>=([\d.]+)$/.exec(one.manifest.engines?.node ?? "")?.[1];
  if (!text.includes(`Node ${oldest} or later`)) problems.push(`README.md: must say "Node ${oldest} or later"`);
  const headings = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  if (one.kind !== "strategy" && one.kind !== "adapter") {
    const ends = [...headings.slice(0, 2), headings.at(-1)].join(", ");
    if (ends !== "Install, Use, License")
      problems.push("README.md: must begin with Install and Use, and end with License");
  } else if (headings.join() !== HEADINGS.join()) {
    problems.push(`README.md: the headings must be ${HEADINGS.join(", ")}`);
  }
  return problems;
}

function indexProblems(one: Package): string[] {
  const statements = readIfThere(one, "src/index.ts")
    .replaceAll(/\/\*.*?\*\//gs, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  return (
    statements
      // What comes from core or store may be exported again, so that an application needs no further package.
      .filter(
        (statement) =>
          !/^export (?:type )?\{[^}]+\} from "(?:\.\/[\w/-]+\.ts|@x\/sentry-(?:core|store))"$/.test(statement),
      )
      .map((statement) => `src/index.ts: must export by name only, not ${JSON.stringify(statement.slice(0, 60))}`)
  );
}

function readIfThere({ directory }: Package, file: string): string {
  const whole = path.join(directory, file);
  return existsSync(whole) ? readFileSync(whole, "utf8") : "";
}

if (import.meta.main) {
  const packages = readPackages(repository);
  report(packageFileProblems(packages, repository), `${packages.length} packages have the same files.`);
}
