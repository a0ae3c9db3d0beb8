import { expect, test } from "vitest";
import { checkSecret } from "../src/check-secret.ts";

const check = (secret: unknown) => checkSecret(secret, "token", "acme");

test.each([
  "1a2b3c",
  "the-bearer",
  "bearer-of-tokens",
  "dsn/1",
  "x-authorization:1",
  "undefined-1",
  "nullable",
  "a{b}",
  "{a}b",
  "<a>b",
  "a<b>",
  "$1",
  "{",
  "!",
  "~",
])("takes %s as it is", (secret) => {
  expect(check(secret)).toBe(secret);
});

test.each([
  ["", /^acme: the token is missing: set it/],
  [undefined, /missing/],
  [null, /missing/],
  [" \n", /missing/],
  ["undefined", /missing/],
  ["null", /missing/],
  ["bearer", /missing/],
  ["BASIC 1a2b3c", /scheme word/],
  ["dsn\t1a2b3c", /scheme word/],
  ["Authorization: Bearer 1a2b3c", /scheme word/],
  ["{TOKEN}", /placeholder/],
  ["<auth_token>", /placeholder/],
  ["$".concat("{TOKEN}"), /placeholder/],
  ["{}", /placeholder/],
  ["1a 2b", /position 2\b/],
  [" \t1a\u00002b", /position 2\b/],
  ["1a2b\u007f", /position 4\b/],
  ["é", /position 0\b/],
])("refuses %j", (secret, message) => {
  expect(() => check(secret)).toThrow(expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "acme" }));
  expect(() => check(secret)).toThrow(message);
});

test.each([0, 1, false, {}, [], ["1a2b3c"], Object("1a2b3c"), Symbol("1a2b3c")])(
  "is told that %s is of a wrong type",
  (secret) => {
    expect(() => check(secret)).toThrow(new TypeError("acme: the token must be a string or a function"));
  },
);
