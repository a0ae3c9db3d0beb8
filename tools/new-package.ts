// Creates a complete package from the template of its kind. It passes every check as it is. Takes several kinds and names too.
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { publicApi } from "./check-api.ts";
import { manifestText } from "./check-manifests.ts";
import { pnpm } from "./pnpm.ts";
import { repository } from "./workspace.ts";

/** What a new package can be. */
type Kind = "strategy" | "adapter" | "store";

/** What differs between the kinds, beside their templates. `camel` is a name like `legacyBasic`. */
const KINDS: Readonly<
  Record<Kind, (words: string, camel: string) => { description: string; released: string; on: string }>
> = {
  strategy: (words, camel) => ({
    description: `Authenticates Sentry API requests with ${words}.`,
    released: `\`${camel}Auth\`, which authenticates with ${words}`,
    on: "@x/sentry-core",
  }),
  adapter: (words) => ({
    description: `Adds Sentry API authentication to ${words}.`,
    released: `\`withSentryAuth\` for ${words}`,
    on: "@x/sentry-core",
  }),
  store: (words, camel) => ({
    description: `Stores renewed Sentry credentials in ${words}.`,
    released: `\`${camel}Store\`, which stores credentials in ${words}`,
    on: "@x/sentry-store",
  }),
};

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
  const { description, released, on } = KINDS[kind](words, camel);
  const manifest = {
    name: `@x/sentry-${name}`,
    version: "0.0.0",
    description,
    keywords: [name],
    sentryAuth: { kind },
    dependencies: { [on]: "workspace:^" },
  };
  writeFileSync(path.join(directory, "package.json"), manifestText(name, manifest));
  const changeset = `---\n"${manifest.name}": minor\n---\n\nReleased ${released}.\n`;
  writeFileSync(path.join(root, ".changeset", `first-${name}.md`), changeset);
  return directory;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(KINDS, kind);
}

if (import.meta.main) {
  const given = process.argv.slice(2);
  const wanted = given.flatMap((kind, index) => (index % 2 === 0 ? [[kind, given[index + 1] ?? ""] as const] : []));
  if (wanted.length === 0 || !wanted.every(([kind, name]) => isKind(kind) && NAME.test(name))) {
    console.error("Usage: npx pnpm@12 new strategy|adapter|store <name>. A name is like legacy-basic.");
    process.exit(1);
  }
  const directories = wanted.map(([kind, name]) => writePackage(repository, kind as Kind, name));
  await pnpm(["install", "--no-frozen-lockfile"], { cwd: repository });
  // Where a line breaks depends on the name.
  await pnpm(["exec", "biome", "check", "--write", ...directories], { cwd: repository });
  const filters = wanted.flatMap(([, name]) => ["--filter", `@x/sentry-${name}...`]);
  await pnpm([...filters, "run", "build"], { cwd: repository });
  for (const directory of directories) writeFileSync(path.join(directory, "api.md"), publicApi(directory));
  for (const [, name] of wanted) {
    console.log(`packages/${name} is there, and passes npx pnpm@12 test. What is yours to write:
  src/, to say how it works
  test/, its own cases beside the conformance cases
  README.md and .changeset/first-${name}.md, for its users
  the table of the website's page "Which package do I need"`);
  }
}
