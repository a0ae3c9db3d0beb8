import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorOf, mistakes } from "../messages/mistakes.ts";
import { errorsPage, pageWithMessages } from "../messages/page.ts";

const page = readFileSync(errorsPage, "utf8");
const anchors = Array.from(page.matchAll(/^## (ERR_\w+)$/gm), ([, code]) => code);

/** As the type lists them: a code that is added there has to be explained here. */
const source = readFileSync(new URL("../../packages/core/src/errors.ts", import.meta.url), "utf8");
const [, union = ""] = /type SentryAuthErrorCode =([^;]*);/.exec(source) ?? [];
const codes = Array.from(union.matchAll(/"(\w+)"/g), ([, code]) => code);

test("the guide has an anchor for each code, and none for a code that is gone", () => {
  expect(codes.length).toBeGreaterThan(2);
  expect(anchors).toEqual(expect.arrayContaining(codes));
  expect(anchors).toHaveLength(codes.length);
});

test("the guide shows every message as it is", async () => {
  expect(page, "run npx pnpm@12 generate").toBe(await pageWithMessages());
});

test.for(mistakes.map((mistake) => [mistake.remedy, mistake] as const))("%s", async ([, mistake]) => {
  const { code, message } = await errorOf(mistake);
  expect(code).toBe(mistake.code);
  expect(message).toMatch(new RegExp(` See https://x\\.github\\.io/sentry-auth/errors#${code}$`));
});

test("every code has a mistake that shows its message", () => {
  expect(new Set(mistakes.map(({ code }) => code))).toEqual(new Set(codes));
});
