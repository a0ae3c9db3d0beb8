// Prevents: a new package that is begun by copying another one, with what belongs to that one left in it, or without the
// tests that all have. Makes a complete package that passes every check at once.
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { publicApi } from "./check-api.ts";
import { manifestText } from "./check-manifests.ts";
import { pnpm } from "./pnpm.ts";
import { repository } from "./workspace.ts";

/** What a new package can be. */
type Kind = "strategy" | "adapter";

const DESCRIPTION = {
  strategy: (words: string) => `Authenticates Sentry API requests with ${words}.`,
  adapter: (words: string) => `Adds Sentry API authentication to ${words}.`,
} satisfies Record<Kind, (words: string) => string>;

/** Writes the files of a new package, and a changeset for its first release, into the repository at `root`. */
function writePackage(root: string, kind: Kind, name: string): string {
  const directory = path.join(root, "packages", name);
  if (existsSync(directory)) throw new Error(`packages/${name} is there already`);
  const words = name.replaceAll("-", " ");
  const camel = name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const values: Record<string, string> = { name, words, camel, Pascal: `${camel[0]?.toUpperCase()}${camel.slice(1)}` };
  const fill = (text: string): string => text.replaceAll(/\{\{(\w+)\}\}/g, (mark, key: string) => values[key] ?? mark);

  const templates = path.join(import.meta.dirname, "new", kind);
  for (const template of globSync("**/*.template", { cwd: templates })) {
    const file = path.join(directory, fill(template.replace(/\.template$/, "")));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, fill(readFileSync(path.join(templates, template), "utf8")));
  }
  copyFileSync(path.join(root, "LICENSE"), path.join(directory, "LICENSE"));
  const manifest = {
    name: `@x/sentry-${name}`,
    version: "0.0.0",
    description: DESCRIPTION[kind](words),
    keywords: [name],
    sentryAuth: { kind },
    dependencies: { "@x/sentry-core": "workspace:^" },
  };
  writeFileSync(path.join(directory, "package.json"), manifestText(name, manifest));
  const released = kind === "strategy" ? `\`${camel}Auth\`, which authenticates` : "`withSentryAuth`";
  const changeset = `---\n"${manifest.name}": minor\n---\n\nReleased ${released} ${kind === "strategy" ? "with" : "for"} ${words}.\n`;
  writeFileSync(path.join(root, ".changeset", `first-${name}.md`), changeset);
  return directory;
}

if (import.meta.main) {
  const [kind, name = ""] = process.argv.slice(2);
  if ((kind !== "strategy" && kind !== "adapter") || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    console.error(
      "Usage: npx pnpm@12 new strategy <name>, or npx pnpm@12 new adapter <name>. A name is like legacy-basic.",
    );
    process.exit(1);
  }
  const directory = writePackage(repository, kind, name);
  await pnpm(["install", "--no-frozen-lockfile"], { cwd: repository });
  // Where a line breaks depends on the name.
  await pnpm(["exec", "biome", "check", "--write", directory], { cwd: repository });
  await pnpm(["--filter", `@x/sentry-${name}...`, "run", "build"], { cwd: repository });
  writeFileSync(path.join(directory, "api.md"), publicApi(directory));
  console.log(`packages/${name} is there, and passes npx pnpm@12 test. What is yours to write:
  src/, to say how it authenticates
  test/, its own cases beside the conformance cases
  README.md and .changeset/first-${name}.md, for its users
  the table of the website's page "Which package do I need"`);
}
