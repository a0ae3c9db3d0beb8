import { globSync } from "node:fs";
import { pathToFileURL } from "node:url";

const root = new URL("../../", import.meta.url);

/** The Markdown files for readers: the root's, each package's, the guides and decisions, the examples'. */
export function readPages(): readonly URL[] {
  const patterns = ["*.md", "packages/*/README.md", "docs/*.md", "docs/decisions/*.md", "examples/*.md"];
  return globSync(patterns, { cwd: root })
    .sort()
    .map((path) => new URL(path, root));
}

/** Every source file of a package, whose comments contain examples. */
export function readSources(): readonly URL[] {
  return globSync("packages/*/src/**/*.ts", { cwd: root })
    .sort()
    .map((path) => new URL(path, root));
}

/** A page's path from the repository's root, for messages. */
export function nameOf(page: URL): string {
  return pathToFileURL(page.pathname).href.slice(root.href.length);
}
