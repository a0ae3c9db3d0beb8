import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { defineStrategy, isSentryAuthError, type Secret, SentryAuthError } from "../src/index.ts";

const secret = "s3cr3t-0123456789";
const request = { url: "https://sentry.io/api/0/", method: "GET" };
const acme = (given: Secret | undefined, origin?: string | readonly string[]) =>
  defineStrategy({
    name: "acme",
    scheme: "Bearer",
    label: "token",
    secret: given,
    origin,
    read: (token) => ({ credentials: token }),
  });

/** What a call throws. */
const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a fixed secret", () => {
  test("gives the header and where it may go", () => {
    const { header, origins } = acme(secret).authorize(request) as { header: string; origins: readonly string[] };
    expect(header).toBe(`Bearer ${secret}`);
    expect(origins).toEqual(["https://sentry.io", "https://*.sentry.io"]);
  });

  test("loses the white space around it", () => {
    expect(acme(`\ufeff \t${secret}\r\n`).authorize(request)).toHaveProperty("header", `Bearer ${secret}`);
  });

  test("goes to the listed origins alone", () => {
    expect(acme(secret, "https://sentry.acme.com/").authorize(request)).toHaveProperty("origins", [
      "https://sentry.acme.com",
    ]);
    expect(acme(secret, []).authorize(request)).toHaveProperty("origins", []);
  });

  test("cannot be renewed", () => {
    expect(acme(secret).renew).toBeUndefined();
  });

  test.each([
    [undefined, /it is undefined/],
    [null, /it is null/],
    ["", /it is empty/],
    [" \n", /it is empty/],
    ["undefined", /is missing\. Is the environment variable set/],
    ["null", /is missing\. Is the environment variable set/],
    ["{TOKEN}", /is a placeholder/],
    ["<auth_token>", /is a placeholder/],
    ["$" + "{SENTRY_AUTH_TOKEN}", /is a placeholder/],
    [`Bearer ${secret}`, /without a scheme word/],
    [`bearer\t${secret}`, /without a scheme word/],
    [`DSN ${secret}`, /without a scheme word/],
    [`Basic ${secret}`, /without a scheme word/],
    ["Bearer", /is missing\. Is the environment variable set/],
    [`Authorization: Bearer ${secret}`, /without a scheme word/],
    [`${secret} x`, /at position 17/],
    [`  ${secret}\n${secret}`, /at position 17/],
    [`${secret}\u0000${secret}`, /at position 17/],
    [`é${secret}`, /at position 0/],
    [`${secret}\u{1f511}`, /at position 17/],
  ])("is refused: %j", (given, message) => {
    const error = thrownBy(() => acme(given as string));
    expect(error).toBeInstanceOf(SentryAuthError);
    expect(error).toMatchObject({
      code: "ERR_INVALID_SECRET",
      strategy: "acme",
      message: expect.stringMatching(message),
    });
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain(secret);
  });

  test.each([42, {}, [secret], true, Symbol("x")])("of a wrong type is a TypeError: %s", (given) => {
    expect(() => acme(given as unknown as string)).toThrow(
      new TypeError("acme: the token must be a string or a function that returns one"),
    );
  });

  test("whose credentials make no legal header is refused", () => {
    for (const credentials of ["a\r\nb", "", "a  b", " a", "ä", "a\u007f"]) {
      const make = () => defineStrategy({ name: "acme", scheme: "Bearer", secret, read: () => ({ credentials }) });
      expect(thrownBy(make)).toMatchObject({ code: "ERR_INVALID_SECRET" });
    }
  });
});

describe("nothing shows the secret", () => {
  test.each([
    ["strategy", (strategy: ReturnType<typeof acme>) => strategy],
    ["authorization", (strategy: ReturnType<typeof acme>) => strategy.authorize(request)],
  ])("of the %s", (_, subject) => {
    const value = subject(acme(secret));
    const shown = [
      inspect(value, { showHidden: true, depth: null, getters: true }),
      JSON.stringify(value),
      JSON.stringify({ ...value }),
      String(value),
      `${Object.entries(value)}`,
    ];
    for (const text of shown) expect(text).not.toContain(secret);
  });

  test("of a clone", () => {
    expect(JSON.stringify(structuredClone(acme(secret).authorize(request)))).toBe(
      '{"origins":["https://sentry.io","https://*.sentry.io"]}',
    );
  });
});

describe("SentryAuthError", () => {
  const error = new SentryAuthError("ERR_SECRET_UNAVAILABLE", "no", { strategy: "acme", cause: "why" });

  test("says which strategy, what, and where to read more", () => {
    expect(error.message).toBe("acme: no. See https://x.github.io/sentry-auth/errors#ERR_SECRET_UNAVAILABLE");
    expect(error).toMatchObject({
      name: "SentryAuthError",
      code: "ERR_SECRET_UNAVAILABLE",
      strategy: "acme",
      cause: "why",
    });
    expect(error.stack).toMatch(/^SentryAuthError: acme: no/);
    expect("cause" in new SentryAuthError("ERR_INVALID_SECRET", "no")).toBe(false);
  });

  test("is recognized by its brand, even from another copy", () => {
    expect(isSentryAuthError(error)).toBe(true);
    expect(
      isSentryAuthError(Object.assign(new Error(), { [Symbol.for("@x/sentry-core/SentryAuthError")]: true })),
    ).toBe(true);
    for (const other of [undefined, null, "ERR_INVALID_SECRET", {}, new Error("x"), { ...error }, () => {}]) {
      expect(isSentryAuthError(other)).toBe(false);
    }
  });
});

describe("a definition", () => {
  test("of another shape is refused and shown the right call", () => {
    expect(() => defineStrategy({ name: "acme", secret } as never)).toThrow(
      new TypeError("the option read is missing: defineStrategy({ name, scheme, secret, read })"),
    );
  });

  test("names its secret in errors, or not", () => {
    const read = () => ({ credentials: secret });
    expect(() => defineStrategy({ name: "acme", label: "key", secret: undefined, read })).toThrow(/no key was given/);
    expect(() => defineStrategy({ name: "acme", secret: undefined, read })).toThrow(/no secret was given/);
  });

  test("trusts the origins that the secret names", () => {
    const origins = ["https://sentry.acme.com"];
    const strategy = defineStrategy({ name: "acme", secret, read: () => ({ credentials: secret, origins }) });
    expect([strategy.origins, strategy.authorize(request)]).toEqual([origins, expect.objectContaining({ origins })]);
  });

  test("knows the origins of a function's secret only if they are listed", () => {
    expect(acme(() => secret).origins).toBeUndefined();
    expect(acme(() => secret, "https://sentry.acme.com").origins).toEqual(["https://sentry.acme.com"]);
  });

  test("becomes a strategy that cannot be changed", async () => {
    for (const strategy of [acme(secret), acme(() => secret)]) {
      const authorization = await strategy.authorize(request);
      for (const object of [strategy, authorization, authorization.origins]) expect(object).toSatisfy(Object.isFrozen);
    }
  });
});
