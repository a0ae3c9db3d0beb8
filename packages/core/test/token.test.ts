import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyToken } from "../src/token.ts";

const { FUZZ_RUNS = "200" } = process.env;
const runs = { numRuns: Number(FUZZ_RUNS) };
const timeout = 120_000 + Number(FUZZ_RUNS) * 10;

const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: 64, maxLength: 64 });
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => base64(bytes).replaceAll("=", ""));
const sample = "0123456789abcdef".repeat(4);
const sampleSecret = "lQ5ETt61cHhvJa35fxvxARsDXeVrd0pu4/smF4sRieA";

function base64(content: string | Uint8Array): string {
  return Buffer.from(content).toString("base64");
}

function organizationToken(claims: unknown, end = sampleSecret): string {
  return `sntrys_${base64(typeof claims === "string" ? claims : JSON.stringify(claims))}_${end}`;
}

describe("tokens of one person, application or integration", () => {
  test.each([
    [`sntryu_${sample}`, "user"],
    [sample, "user"],
    [sample.toUpperCase(), "user"],
    [`sntryu_${sample.toUpperCase()}`, "user"],
    [`sntrya_${sample}`, "user-app"],
    [`sntryi_${sample}`, "integration"],
  ])("%s is of kind %s", (token, kind) => {
    expect(classifyToken(token)).toEqual({ kind });
  });

  test.each([
    "",
    "sntryu_",
    `sntryu_${sample}0`,
    `sntryu_${sample.slice(1)}`,
    `SNTRYU_${sample}`,
    `sntryx_${sample}`,
    `sntrys_${sample}`,
    `sntryu_sntryu_${sample}`,
    `${sample.slice(1)}g`,
    ` ${sample}`,
    `${sample}\n`,
    `${sample}\n${sample}`,
    `Bearer ${sample}`,
    "https://public@o1.ingest.us.sentry.io/42",
  ])("%j is unknown", (token) => {
    expect(classifyToken(token)).toEqual({ kind: "unknown" });
  });
});

describe("organization tokens", () => {
  test("return what they contain", () => {
    const token = organizationToken(
      '{"iat":1704205802.199743,"url":"https://sentry.io","region_url":"https://us.sentry.io","org":"acme"}',
    );
    expect(classifyToken(token)).toEqual({
      kind: "organization",
      organization: "acme",
      url: "https://sentry.io",
      regionUrl: "https://us.sentry.io",
      issuedAt: 1704205802199,
    });
  });

  test.each([
    ["null", { iat: null, url: null, region_url: null, org: null }],
    ["empty text", { iat: "", url: "", region_url: "", org: "" }],
    [
      "of other types",
      { iat: "1704205802", url: ["https://sentry.io"], region_url: { href: "https://x" }, org: ["a"] },
    ],
    ["true", { iat: true, url: true, region_url: true, org: true }],
    ["out of range", { iat: -1, org: "a".repeat(51) }],
    ["missing", {}],
  ])("leave out claims that are %s", (_, claims) => {
    expect(classifyToken(organizationToken(claims))).toStrictEqual({ kind: "organization" });
  });

  test.each(["0", "-0", "1e300", "1e999", "8640000000001"])("have no time of issue when it is %s", (iat) => {
    expect(classifyToken(organizationToken(`{"iat":${iat}}`))).toStrictEqual({ kind: "organization" });
  });

  test.each([
    "sentry.io",
    "/relative",
    "//sentry.io",
    "https:sentry.io",
    "https://",
    "https://?",
    "https://user@sentry.io",
    "https://user:password@sentry.io",
    "https://sentry.io\\@evil.example",
    "https://\\evil.example",
    "https://*.sentry.io",
    "https://sentry.io:99999",
    "https://sentry.io\n",
    " https://sentry.io",
    "https://sen\ttry.io",
    "https://sentry.io\u0000",
    "https://sen\u00adtry.io",
    "https://sen\u200btry.io",
    "https://user\uff20sentry.io",
    "https://a%40b",
    "https://\ud800",
    "javascript:alert(1)",
    "ftp://sentry.io",
    "blob:https://sentry.io/1",
    "data:text/plain,https://sentry.io",
    "https://bücher.example",
  ])("leave out the URL %j", (url) => {
    expect(classifyToken(organizationToken({ url, region_url: url }))).toStrictEqual({ kind: "organization" });
  });

  test.each([
    "https://sentry.acme.com",
    "http://10.0.0.5:9000",
    "http://[::1]:9000",
    "https://acme.com/sentry/",
    "HTTPS://Sentry.io",
    "https://xn--bcher-kva.example",
  ])("return the URL %s", (url) => {
    expect(classifyToken(organizationToken({ url, region_url: url }))).toEqual({
      kind: "organization",
      url,
      regionUrl: url,
    });
  });

  test.each(["a", "acme-2", "Acme_Inc", "1234", "a".repeat(50)])("return the slug %s", (org) => {
    expect(classifyToken(organizationToken({ org }))).toEqual({ kind: "organization", organization: org });
  });

  test.each(["a b", "a/b", "../x", "a\n", "a.b", "ac\u0000me", "ácme"])("leave out the slug %j", (org) => {
    expect(classifyToken(organizationToken({ org }))).toStrictEqual({ kind: "organization" });
  });

  test.each(["null", "1", '"text"', "[]", '[{"org":"acme"}]', "", "{", "{} {}", "{'org':1}", "\ufeff\ufeff{}"])(
    "are not made of the claims %j",
    (json) => {
      expect(classifyToken(organizationToken(json))).toEqual({ kind: "unknown" });
    },
  );

  const payload = base64('{"org":"acme"}!'.replace("!", " "));
  test.each([
    ["a short secret", `sntrys_${base64('{"a":1}')}_${sampleSecret.slice(1)}`],
    ["a long secret", `sntrys_${base64('{"a":1}')}_${sampleSecret}A`],
    ["a padded secret", `sntrys_${base64('{"a":1}')}_${sampleSecret}=`],
    ["a URL-safe secret", `sntrys_${base64('{"a":1}')}_${sampleSecret.replace("/", "-")}`],
    ["no secret", `sntrys_${payload}`],
    ["three underscores", `sntrys_${payload}_${sampleSecret.slice(1)}_`],
    ["one underscore", `sntrys${payload}_${sampleSecret}`],
    ["no padding", `sntrys_${base64('{"a":1}').replace(/=+$/, "")}_${sampleSecret}`],
    ["padding in the middle", `sntrys_e30=e30=_${sampleSecret}`],
    ["too much padding", `sntrys_e3==e30=====_${sampleSecret}`],
    ["nothing but padding", `sntrys_====_${sampleSecret}`],
    ["white space inside", `sntrys_e 30_${sampleSecret}`],
    ["a prefix in capitals", `SNTRYS_e30=_${sampleSecret}`],
    ["another prefix", `sntryu_e30=_${sampleSecret}`],
    ["a line break at the end", `sntrys_e30=_${sampleSecret}\n`],
  ])("do not have %s", (_, token) => {
    expect(classifyToken(token)).toEqual({ kind: "unknown" });
  });

  test("take claims of odd names as nothing special", () => {
    const token = organizationToken(
      '{"__proto__":{"org":"acme","url":"https://evil.example"},"constructor":1,"kind":"user"}',
    );
    expect(classifyToken(token)).toStrictEqual({ kind: "organization" });
  });
});

test("a value that is no string is a TypeError that names the argument and not the value", () => {
  for (const value of [undefined, null, 42, ["hunter2"], { toString: () => "hunter2" }, new String("hunter2")]) {
    const classify = () => Reflect.apply(classifyToken, undefined, [value]);
    expect(classify).toThrow(TypeError);
    expect(classify).toThrow(/\btoken\b/);
    expect(classify).not.toThrow(/hunter2|42/);
  }
});

describe("properties", { timeout }, () => {
  const label = fc.string({ unit: fc.constantFrom(..."abcxyz019"), minLength: 1, maxLength: 20 });
  const instance = fc
    .tuple(fc.constantFrom("http", "https"), label, fc.nat(65535), fc.constantFrom("", "/", "/sentry/", "/?q#f"))
    .map(([scheme, host, port, path]) => `${scheme}://${host}.example:${port}${path}`);
  const kinds = fc.constantFrom(["sntryu_", "user"], ["", "user"], ["sntrya_", "user-app"], ["sntryi_", "integration"]);

  test("64 hexadecimal digits are a token of the prefix's kind", () => {
    fc.assert(
      fc.property(kinds, hex, ([prefix, kind], digits) => {
        expect(classifyToken(`${prefix}${digits}`)).toEqual({ kind });
      }),
      runs,
    );
  });

  test("what Sentry puts into an organization token comes out of it", () => {
    const claims = fc.record({
      iat: fc.integer({ min: 1, max: 4e9 }),
      url: instance,
      region_url: instance,
      org: fc.string({ unit: fc.constantFrom(..."abcxyz019-_"), minLength: 1, maxLength: 50 }),
      "ünknown claim": fc.string({ unit: "grapheme", maxLength: 20 }),
    });
    fc.assert(
      fc.property(claims, secret, (given, end) => {
        expect(classifyToken(organizationToken(given, end))).toEqual({
          kind: "organization",
          organization: given.org,
          url: given.url,
          regionUrl: given.region_url,
          issuedAt: given.iat * 1000,
        });
      }),
      runs,
    );
  });

  // Near misses: a URL with something in it that may not be there.
  const mutated = fc
    .tuple(
      instance,
      fc.nat(30),
      fc.constantFrom("@", "\\", "*", "\t", " ", "\u0000", "\u00ad", ":", "/", "#", "[", "%", "\ud800"),
    )
    .map(([url, at, other]) => url.slice(0, at) + other + url.slice(at));

  test("any claims give an organization token, and only well-formed ones come out", () => {
    const claim = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), instance, mutated);
    const claims = fc.record({ iat: claim, url: claim, region_url: claim, org: claim }, { requiredKeys: [] });
    fc.assert(
      fc.property(claims, (given) => {
        const found = classifyToken(organizationToken(given));
        expect(found.kind).toBe("organization");
        for (const text of [found.url, found.regionUrl]) {
          if (text === undefined) continue;
          const { protocol, username, password } = new URL(text);
          expect([protocol.replace("s:", ":"), username, password]).toEqual(["http:", "", ""]);
          expect(text).not.toMatch(/[@*\\\s]/);
        }
        if (found.issuedAt !== undefined) expect(new Date(found.issuedAt).getTime()).toBe(found.issuedAt);
      }),
      runs,
    );
  });

  test("no text makes it throw, and no property is undefined", () => {
    const pieces = fc.constantFrom(
      "sntrys_",
      "sntryu_",
      "_",
      "=",
      "e30=",
      sample,
      sampleSecret,
      "eyJ",
      "\u0000",
      "\ud800",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.oneof(pieces, fc.base64String(), fc.string())).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }).map((json) => organizationToken(json)),
      fc.json().map((json) => organizationToken(json)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => `sntrys_${base64(bytes)}_${sampleSecret}`),
    );
    fc.assert(
      fc.property(text, (token) => {
        const found = classifyToken(token);
        expect(["user", "user-app", "integration", "organization", "unknown"]).toContain(found.kind);
        expect(Object.values(found)).not.toContain(undefined);
      }),
      runs,
    );
  });

  test("one character changed never makes another kind of token", () => {
    fc.assert(
      fc.property(
        kinds,
        hex,
        fc.nat(80),
        fc.string({ minLength: 1, maxLength: 1 }),
        ([prefix, kind], digits, at, other) => {
          const token = `${prefix}${digits}`;
          const position = at % token.length;
          const changed = classifyToken(token.slice(0, position) + other + token.slice(position + 1));
          if (position !== 5) expect([kind, "unknown"]).toContain(changed.kind);
        },
      ),
      runs,
    );
  });
});

test.each([
  ["digits", "0".repeat(1e6)],
  ["a user token's digits", `sntryu_${"a".repeat(1e6)}`],
  ["prefixes", "sntrys_".repeat(150_000)],
  ["underscores", "_".repeat(1e6)],
  ["padding", `sntrys_${"=".repeat(1e6)}_${sampleSecret}`],
  ["long claims", organizationToken({ org: "a".repeat(750_000) })],
  ["deep claims", organizationToken(`${"[".repeat(375_000)}${"]".repeat(375_000)}`)],
  ["deep claims that are not too long", organizationToken(`{"org":${"[".repeat(1400)}${"]".repeat(1400)}}`)],
  ["many claims", organizationToken(`{${'"a":1,'.repeat(100_000)}"b":1}`)],
  ["no secret", `sntrys_${"A".repeat(1e6)}`],
])("a megabyte of %s takes milliseconds", (_, token) => {
  const start = performance.now();
  classifyToken(token);
  // Ten times what a slow machine takes, and far less than anything that is not linear would.
  expect(performance.now() - start).toBeLessThan(200);
});
