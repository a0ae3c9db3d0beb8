import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * A fenced block of TypeScript in a Markdown file.
 *
 * The words behind `ts` say how it is held to what it promises: `run` (it runs as it stands, and prints what its comments
 * say), `file=<path>` (it is that file, word for word).
 */
export interface CodeBlock {
  /** The path of the Markdown file. */
  readonly path: string;
  /** The line of the block's first line of code, from 1. */
  readonly line: number;
  readonly code: string;
  readonly runs: boolean;
  readonly file: string | undefined;
}

/** What is not TypeScript and is not checked. */
const KNOWN = ["", "sh", "json", "yaml", "diff"];

/** The blocks of a page. A block whose mark no check reads is an error. */
export function readCodeBlocks(page: URL): readonly CodeBlock[] {
  const path = fileURLToPath(page);
  const lines = readFileSync(page, "utf8").split("\n");
  const blocks: CodeBlock[] = [];
  let open: { readonly words: readonly string[]; readonly start: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const [, info] = /^```(.*)$/.exec(line) ?? [];
    if (info === undefined) continue;
    if (open === undefined) {
      open = { words: info.trim().split(/\s+/), start: index + 1 };
      continue;
    }
    const { words, start } = open;
    open = undefined;
    const [language = "", ...promises] = words;
    if (KNOWN.includes(language) && promises.length === 0) continue;
    if (language !== "ts" || !promises.every((word) => /^(?:run|file=.+)$/.test(word))) {
      throw new Error(`${path}:${start}: no check reads a block of ${words.join(" ")}`);
    }
    blocks.push({
      path,
      line: start + 1,
      code: `${lines.slice(start, index).join("\n")}\n`,
      runs: promises.includes("run"),
      file: promises.find((word) => word.startsWith("file="))?.slice("file=".length),
    });
  }
  if (open !== undefined) throw new Error(`${path}: the block of line ${open.start} has no end`);
  return blocks;
}

/** The lines that the comments behind `console.log(…);` say it prints. … matches any text. */
export function promisedLines(code: string): readonly RegExp[] {
  return Array.from(code.matchAll(/^.*\bconsole\.log\(.*\); \/\/ (.*)$/gm), ([, line = ""]) => {
    const parts = line.split("…").map((part) => part.replace(/[^\w ]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
}
