import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { VirtualFile } from "./check-types.ts";
import { nameOf } from "./pages.ts";

/** What an example may take for granted beside our exports. */
const surroundings = {
  axios: 'import axios from "axios";',
  client: "declare const client: { sendCommand(args: string[]): Promise<unknown> };",
  fetchIdToken: "declare function fetchIdToken(): Promise<string>;",
  newToken: "declare function newToken(): Promise<string>;",
  os: 'import os from "node:os";',
  path: 'import path from "node:path";',
  sentry: "declare const sentry: typeof fetch;",
  server: 'declare const server: import("@x/sentry-testing").SentryServer;',
  store: 'declare const store: import("@x/sentry-store").CredentialStore;',
  strategy: 'declare const strategy: import("@x/sentry-core").AuthStrategy;',
  subject: "declare const subject: never;",
  // Both runners are shown: one takes the reason of a skip, the other has `skipIf`.
  test: 'declare const test: typeof import("vitest").test & typeof import("node:test").test;',
};

/**
 * The examples in the comments of a source file. A comment stands beside what it documents, so that its example may leave
 * out the imports: what the package or a sibling exports, and the example does not import, is imported here.
 */
export function readJsdocExamples(source: URL, exported: ReadonlyMap<string, string>): readonly VirtualFile[] {
  const path = fileURLToPath(source);
  const text = readFileSync(source, "utf8");
  return Array.from(text.matchAll(/^ *\* @example *\n((?: *\*(?: .*)?\n)*?)(?= *\*\/| *\* @)/gm), (match, index) => {
    const [whole, comment = ""] = match;
    const code = comment.replaceAll(/^ *\* ?/gm, "");
    const line =
      text.slice(0, match.index).split("\n").length + whole.split("\n").indexOf(comment.split("\n")[0] ?? "");
    const imports = [...exported].filter(
      ([name]) => mentions(code, name) && !imported(code, name) && !declares(code, name),
    );
    const header = imports.map(([name, module]) => `import { ${name} } from "${module}";`).join(" ");
    const given = Object.entries(surroundings).filter(
      ([name]) => mentions(code, name) && !imported(code, name) && !declares(code, name),
    );
    return {
      path: `${path}.${index}.ts`,
      code: [header, ...given.map(([, declaration]) => declaration), code].join(" "),
      line,
      document: nameOf(source),
    };
  });
}

function mentions(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w.@/"-])${name}\\b(?!:)`).test(code.replaceAll(/\/\/.*$/gm, ""));
}

function imported(code: string, name: string): boolean {
  return new RegExp(`import [^;]*\\b${name}\\b[^;]* from`).test(code);
}

function declares(code: string, name: string): boolean {
  return new RegExp(`(?:const|using|function|type|interface) ${name}\\b`).test(code);
}
