import { inspect } from "node:util";
import { expect, test } from "vitest";
import { CheckedAuthorization } from "../src/authorization.ts";

const origins = ["https://sentry.io"];
const headerOf = (header: unknown) => CheckedAuthorization.of({ header: header as string, origins }, "acme").header;

test("prints as what it is, without its header", () => {
  const authorization = new CheckedAuthorization("Bearer 1a2b3c", origins, "acme");
  expect(inspect(authorization, { showHidden: true, getters: true })).toBe("Authorization {}");
  expect(inspect(authorization, { showHidden: true, getters: true, customInspect: false })).not.toContain("1a2b3c");
  expect(authorization.header).toBe("Bearer 1a2b3c");
});

test("is checked once", () => {
  const authorization = new CheckedAuthorization("Bearer 1a2b3c", origins, "acme");
  expect(CheckedAuthorization.of(authorization, "other")).toBe(authorization);
});

test("cannot be led to other origins, as all requests share it", () => {
  const authorization = new CheckedAuthorization("Bearer 1a2b3c", origins, "acme");
  expect(() => Object.assign(authorization, { origins: ["https://evil.example"] })).toThrow(TypeError);
  expect(() => Object.assign(authorization.origins, ["https://evil.example"])).toThrow(TypeError);
  expect(authorization.origins).toEqual(origins);
});

test.each(["Bearer 1a2b3c", "1a2b3c", 'Digest username="a", realm="b", nonce="c"', "!", "~ ~ ~"])(
  "%s is a legal header",
  (header) => {
    expect(headerOf(header)).toBe(header);
  },
);

test.each([
  "",
  " ",
  " a",
  "a ",
  "a  b",
  "a\tb",
  "a\n",
  "a\nb",
  "é",
  "a\u007f",
  undefined,
  null,
  42,
  ["a"],
  { toString: () => "a" },
])("%j is not, and is refused by name", (header) => {
  expect(() => headerOf(header)).toThrow(
    expect.objectContaining({
      code: "ERR_INVALID_SECRET",
      strategy: "acme",
      message: expect.stringMatching(/^acme: .*Authorization header/),
    }),
  );
});
