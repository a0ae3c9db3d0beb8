import { expect, test } from "vitest";
import { workflowProblems } from "../check-workflows.ts";
import { PNPM } from "../pnpm.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const workflow = `permissions: {}
jobs:
  test:
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${commit} # v7.0.1
      - name: Local
        uses: ./.github/actions/local
      - run: npx ${PNPM} test
`;

test("a workflow with pinned actions passes", () => {
  expect(workflowProblems("verify.yml", workflow)).toEqual([]);
});

test.each([
  ["actions/checkout@v7 must be pinned", workflow.replace(`${commit} # v7.0.1`, "v7")],
  ["must have its version behind it", workflow.replace(" # v7.0.1", "")],
  ["must have its version behind it", workflow.replace("v7.0.1", "v7")],
  ["must begin with permissions: {}", workflow.replace("permissions: {}\n", "")],
  ["must begin with permissions: {}", workflow.replace("permissions: {}", "permissions: write-all")],
  ["pnpm@12 must be pnpm@12.", workflow.replace(PNPM, "pnpm@12")],
  ["must not use a secret", workflow.replace("npx", "TOKEN=${" + "{ secrets.NPM_TOKEN }} npx")],
  ["must not use a secret", workflow.replace("npx", "echo ${" + "{ github.event.pull_request.title }} && npx")],
])("finds: %s", (problem, text) => {
  expect(workflowProblems("verify.yml", text)).toEqual([expect.stringContaining("verify.yml: ")]);
  expect(workflowProblems("verify.yml", text).join()).toContain(problem);
});
