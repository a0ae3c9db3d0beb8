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
  "1a",
  "x1",
  "your",
  "token",
  "AB==",
  "YWJj=",
  "eyJpYXQiOjE3MDQyMDU4MDIuMX0=_abc",
  "!",
  "~",
  "1\"a'2`b",
  "1amytoken",
  "Ab=1",
  "AB_c=1",
  "my-token/1",
  "1xxx",
])("takes %s as it is", (secret) => {
  expect(check(secret)).toBe(secret);
});

test.each([
  ["", /^acme: no token was given \(it is empty\)\. Is the environment variable set\?/],
  [undefined, /it is undefined/],
  [null, /it is null/],
  [" \n", /it is empty/],
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
  ["$SENTRY_AUTH_TOKEN", /placeholder/],
  ["%SENTRY_AUTH_TOKEN%", /placeholder/],
  ["[token]", /placeholder/],
  ["YOUR_TOKEN", /placeholder/],
  ["your-sentry-auth-token", /placeholder/],
  ["my_api_key", /placeholder/],
  ["xxx", /placeholder/],
  ["XXXXXXXX", /placeholder/],
  ["***", /placeholder/],
  ["sntryi_****", /placeholder/],
  ["sntryu_xxxxxxxx", /placeholder/],
  ["...", /placeholder/],
  ['"1a2b3c"', /quotes/],
  ["'1a2b3c'", /quotes/],
  ["`1a2b3c`", /quotes/],
  ['"1a2b3c', /quotes/],
  ["SENTRY_AUTH_TOKEN=1a2b3c", /NAME=value/],
  ["export SENTRY_AUTH_TOKEN=1a2b3c", /NAME=value/],
  ["TOKEN=1a2b3c", /NAME=value/],
  ["1a2b3c'", /quotes/],
  ["my-token-1", /placeholder/],
  ["……", /placeholder/],
  ["••", /placeholder/],
  ["export  TOKEN=1a2b3c", /NAME=value/],
  ["T1_2=1a2b3c", /NAME=value/],
  ["1a 2b", /position 2\b/],
  [" \t1a\u00002b", /position 2\b/],
  ["1a2b\u007f", /position 4\b/],
  ["é", /position 0\b/],
])("refuses %j", (secret, message) => {
  expect(() => check(secret)).toThrow(expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "acme" }));
  expect(() => check(secret)).toThrow(message);
});

test.each([0, 1, false, {}, [], ["1a2b3c"], Object("1a2b3c"), Symbol("1a2b3c")])(
  "rejects %s, which has the wrong type",
  (secret) => {
    expect(() => check(secret)).toThrow(
      new TypeError("acme: the token must be a string or a function that returns one"),
    );
  },
);
