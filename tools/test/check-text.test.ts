import { expect, test } from "vitest";
import { committedFiles, textProblems } from "../check-text.ts";
import { repository } from "../workspace.ts";

test.each([
  ["an absolute path", `cd ${"/"}home/jane/project`],
  ["an absolute path", `"${"/"}Users/jane/project"`],
  ["an absolute path", `saw ${"/"}tmp/report.txt`],
  ["an absolute path", `C:\\${"Users"}\\jane`],
  ["a registry's host", `https://registry${"."}example.com/axios`],
  ["a resolved tarball", `tarball${":"} https://example.com/axios.tgz`],
  ["a merge's mark", `${"<".repeat(7)} HEAD`],
  ["something left for later", `// ${"TO"}${"DO"}: more`],
])("finds %s in %j", (name, text) => {
  expect(textProblems("a.md", `first line\n${text}\n`)).toEqual([expect.stringContaining(`a.md:2: ${name}: `)]);
});

test.each([
  "https://sentry.io/api/0/organizations/acme/",
  "#!/usr/bin/env bash",
  "../../tmp/file and packages/home/index.ts",
  "todo lists, https://example.com/home/page",
  "<folder>/tmp/x and *}/work/x",
])("leaves %j alone", (text) => {
  expect(textProblems("a.md", text)).toEqual([]);
});

test("looks at what is committed, and not at what is built", () => {
  const files = committedFiles(repository);
  expect(files).toContain("packages/core/package.json");
  expect(files.filter((file) => /(?:^|\/)(?:node_modules|dist)\//.test(file))).toEqual([]);
});
