import { describe, expect, test } from "vitest";
import { type Rejection, readRefusal } from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "GET" };

/** A 401 with a body and headers. */
const rejection = (
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  url: string | undefined = "https://sentry.io/api/0/",
): Rejection => ({
  status: 401,
  url,
  header: (name) => headers[name.toLowerCase()],
  text: async () => (typeof body === "string" || body === undefined ? body : JSON.stringify(body)),
});
const hidden = (body: unknown): Rejection => ({ ...rejection(body), url: undefined });
const renewable = async (refused: Rejection) => (await readRefusal(refused, request)).renewable;

const known = [
  "Invalid token",
  "Invalid org token",
  "Token expired",
  "User inactive or deleted",
  "UserApplication inactive or deleted",
  "Invalid dsn",
  "API key is not valid",
  "Key is disabled",
];
const final = [
  "Authentication credentials were not provided.",
  "Unauthorized organization access.",
  "This token access is limited to organization endpoints.",
  "Invalid token header. No credentials provided.",
  "Invalid basic header. Credentials not correctly base64 encoded.",
];
const codes = [
  "sso-required",
  "2fa-required",
  "member-disabled-over-limit",
  "sudo-required",
  "email-verification-required",
  "data-secrecy",
];

describe("another secret may help", () => {
  test.each(known)("after %s", async (detail) => {
    expect(await renewable(rejection({ detail }))).toBe(true);
    expect(await renewable(hidden({ detail }))).toBe(true);
  });

  test.each([
    ["an unknown text", { detail: "Something new" }],
    ["unknown JSON", { error: "x" }],
    ["plain text", "no"],
    ["an empty body", ""],
    ["a body that cannot be read", undefined],
    ["half of a JSON text", '{"detail":"Inva'],
    [
      "the beginning of a longer body than is read",
      `{"detail":"Unauthorized organization access.","more":"${"x".repeat(32 * 1024)}`,
    ],
    ["a number", 5],
    ["null", "null"],
  ])("after %s, if the response is known to come from the request's origin", async (_, body) => {
    expect(await renewable(rejection(body))).toBe(true);
    expect(await renewable(hidden(body))).toBe(false);
  });

  test("with Sentry's own challenges", async () => {
    for (const challenge of ['Bearer realm="api"', 'xBasic realm="api"']) {
      expect(await renewable(rejection({ detail: "Invalid token" }, { "www-authenticate": challenge }))).toBe(true);
    }
  });
});

describe("no secret helps", () => {
  test.each(final)("after %s", async (detail) => {
    expect(await renewable(rejection({ detail }))).toBe(false);
  });

  test.each(codes)("after a structured %s", async (code) => {
    const refused = rejection({ detail: { code, message: "Do something", extra: {} } });
    expect(await readRefusal(refused, request)).toMatchObject({
      renewable: false,
      code,
      detail: "Do something",
      by: "sentry",
    });
  });

  test.each<[string, Rejection]>([
    ["a JSON array", rejection(["Invalid token"])],
    ["HTML", rejection("<!doctype html><p>Invalid token")],
    ["HTML after white space", rejection("\n <html>")],
    ["the media type of HTML", rejection({ detail: "Invalid token" }, { "content-type": "text/html; charset=utf-8" })],
    ["a Basic challenge", rejection({ detail: "Invalid token" }, { "www-authenticate": 'Basic realm="proxy"' })],
    ["a Basic challenge among others", rejection("", { "www-authenticate": 'Bearer realm="api", Basic realm="x"' })],
    ["a response of another origin", rejection({ detail: "Invalid token" }, {}, "https://evil.example/")],
    ["a response of another port", rejection({ detail: "Invalid token" }, {}, "https://sentry.io:8443/")],
  ])("after %s, even with a text for which one does", async (_, refused) => {
    expect(await renewable(refused)).toBe(false);
  });
});

test("a proxy is distinguished from Sentry", async () => {
  const by = async (refused: Rejection) => (await readRefusal(refused, request)).by;
  expect(await by(rejection("<html>"))).toBe("proxy");
  expect(await by(rejection("", { "www-authenticate": "basic" }))).toBe("proxy");
  expect(await by(rejection("", {}, "https://login.example/"))).toBe("proxy");
  expect(await by(rejection({ detail: "Too many requests" }, { "content-type": "text/html" }))).toBe("sentry");
  expect(await by(rejection({ detail: "Invalid token" }))).toBe("sentry");
});

test("a body that fails counts as one that cannot be read", async () => {
  const refused = { ...rejection(""), text: () => Promise.reject(new Error("reset")) };
  expect(await readRefusal(refused, request)).toEqual({
    by: "sentry",
    renewable: true,
    detail: undefined,
    code: undefined,
    body: undefined,
  });
});

test("a polluted prototype adds no text", async () => {
  Object.defineProperty(Object.prototype, "detail", { value: "Unauthorized organization access.", configurable: true });
  try {
    expect(await renewable(rejection({}))).toBe(true);
  } finally {
    Reflect.deleteProperty(Object.prototype, "detail");
  }
});

describe("a text only resembles one of Sentry's", () => {
  test.each<[string, Rejection, boolean]>([
    ["a renewable one inside", hidden({ detail: "Not an Invalid token" }), false],
    ["a renewable one at the beginning", hidden({ detail: "Invalid token of a gateway" }), false],
    ["a final one inside", rejection({ detail: "No: Unauthorized organization access" }), true],
    ["an angle bracket inside", rejection({ detail: "a < b" }), true],
    ["HTML in a parameter", rejection("", { "content-type": "text/plain; of=text/html" }), true],
    ["no detail", rejection({ detail: null }), true],
  ])("%s", async (_, refused, expected) => {
    expect(await renewable(refused)).toBe(expected);
  });

  test.each([5, true, null])("a detail that is no text: %j", async (detail) => {
    expect((await readRefusal(rejection({ detail }), request)).detail).toBeUndefined();
  });
});

test("without the request, no response is another origin's", async () => {
  expect(await readRefusal(rejection({ detail: "Invalid token" }, {}, "https://evil.example/"))).toMatchObject({
    renewable: true,
    by: "sentry",
  });
});

test("a URL that cannot be parsed is another origin's", async () => {
  expect(await renewable(rejection({ detail: "Invalid token" }, {}, "nonsense"))).toBe(false);
  const refusal = await readRefusal(rejection({ detail: "Invalid token" }), { url: "nonsense", method: "GET" });
  expect(refusal.renewable).toBe(false);
});

test("a body that throws at once counts as one that cannot be read", async () => {
  const text = (): never => {
    throw new Error("reset");
  };
  expect(await readRefusal({ ...rejection(""), text }, request)).toMatchObject({ renewable: true, body: undefined });
});
