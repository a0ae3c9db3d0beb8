import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const policy = readFileSync(new URL("SECURITY.md", root), "utf8");
// A reference is a separate line: `file`: *name of the test*
const references = Array.from(policy.matchAll(/^ +`([^`]+\.ts)`: \*(.+)\*$/gm), ([, file = "", name = ""]) => ({
  file,
  name,
}));
const [, guarantees = ""] = /^## What is guaranteed$(.*?)^## /ms.exec(policy) ?? [];

test("every guarantee names a test", () => {
  const lines = guarantees.split(/^- /m).slice(1);
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) expect(line).toMatch(/^ +`[^`]+\.ts`: \*.+\*$/m);
});

test.each(references)("$file has: $name", ({ file, name }) => {
  expect(readFileSync(new URL(file, root), "utf8").replaceAll('\\"', '"')).toContain(name);
});

test("every mention of a file is a reference", () => {
  expect(references).toHaveLength(policy.match(/`[^`]+\.ts`/g)?.length ?? 0);
});
