import { isSentryAuthError } from "@x/sentry-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDsn } from "../src/index.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const key = "0123456789abcdef0123456789abcdef";

test.each([
  [`https://${key}@o1.ingest.us.sentry.io/42`, { origin: "https://o1.ingest.us.sentry.io", path: "", projectId: "42" }],
  [
    `https://${key}@sentry.acme.com:8443/sub/path/7`,
    { origin: "https://sentry.acme.com:8443", path: "/sub/path", projectId: "7" },
  ],
  [`http://${key}@10.0.0.5:9000/1`, { origin: "http://10.0.0.5:9000", path: "", projectId: "1" }],
  [`http://${key}@[::1]:9000/1`, { origin: "http://[::1]:9000", path: "", projectId: "1" }],
])("reads %s", (dsn, parts) => {
  expect(parseDsn(dsn)).toEqual({ dsn, publicKey: key, ...parts });
});

test("leaves out an old DSN's secret key", () => {
  for (const secret of ["secret", "", "sec%3Aret", "se@cret"]) {
    const parsed = parseDsn(`https://${key}:${secret}@sentry.acme.com/1`);
    expect(parsed.dsn).toBe(`https://${key}@sentry.acme.com/1`);
    expect(JSON.stringify(parsed)).not.toMatch(/secret|se@|cret/);
  }
});

test("ignores white space around it", () => {
  expect(parseDsn(`\t https://${key}@sentry.acme.com/1\n`).dsn).toBe(`https://${key}@sentry.acme.com/1`);
});

describe("refuses", () => {
  test.each([
    ["", /does not begin with https/],
    [key, /does not begin with https/],
    [`DSN https://${key}@sentry.acme.com/1`, /position 3/],
    [`${key}@sentry.acme.com/1`, /does not begin with https/],
    [`//${key}@sentry.acme.com/1`, /does not begin with https/],
    [`ftp://${key}@sentry.acme.com/1`, /does not begin with https/],
    [`javascript://${key}@sentry.acme.com/1`, /does not begin with https/],
    ["sntryu_0123", /@x\/sentry-bearer/],
    ["https://sentry.acme.com/1", /no public key/],
    ["https://@sentry.acme.com/1", /no public key/],
    ["https://:secret@sentry.acme.com/1", /no public key/],
    ["https://<key>@sentry.acme.com/1", /no public key/],
    [`https://${key}@`, /no valid host/],
    [`https://${key}@:8080/1`, /no valid host/],
    [`https://${key}@sentry.acme.com:99999/1`, /no valid host/],
    [`https://${key}@sentry.acme.com`, /no project id/],
    [`https://${key}@sentry.acme.com/`, /no project id/],
    [`https://${key}@sentry.acme.com/1/`, /no project id/],
    [`https://${key}@sentry.acme.com/acme`, /no project id/],
    [`https://${key}@sentry.acme.com/-1`, /no project id/],
    [`https://${key}@sentry.acme.com/1?x=1`, /query/],
    [`https://${key}@sentry.acme.com/1?`, /query/],
    [`https://${key}@sentry.acme.com/1#x`, /fragment/],
    [`https://${key}@sentry .acme.com/1`, /white space.* position 47/],
    [`https://${key}@sentry.acme.com/\n1`, /white space/],
    [`https://${key}@sentry\u3002acme.com/1`, /illegal character/],
  ])("%j", (dsn, message) => {
    const refused = () => parseDsn(dsn);
    expect(refused).toThrow(
      expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "dsn", message: expect.stringMatching(message) }),
    );
    expect(refused).not.toThrow(new RegExp(`${key}|:secret`));
  });

  test("what is no string with a TypeError", () => {
    expect(() => parseDsn(undefined as unknown as string)).toThrow(new TypeError("dsn must be a string"));
  });
});

describe("property", () => {
  test("a well-formed DSN comes back as it was", () => {
    const dsn = fc
      .tuple(
        fc.constantFrom("https", "http"),
        fc.stringMatching(/^[0-9a-f]{32}$/),
        fc.constantFrom("sentry.io", "o1.ingest.us.sentry.io", "10.0.0.5:9000", "sentry.acme.com:8443"),
        fc.constantFrom("", "/sub", "/sub/path"),
        fc.nat(),
      )
      .map(([scheme, publicKey, host, path, projectId]) => ({
        dsn: `${scheme}://${publicKey}@${host}${path}/${projectId}`,
        publicKey,
        path,
        projectId: `${projectId}`,
      }));
    fc.assert(
      fc.property(dsn, (parts) => {
        expect(parseDsn(parts.dsn)).toMatchObject(parts);
      }),
      { numRuns },
    );
  });

  test("nothing else than our error is thrown, and what is read is read the same again", () => {
    const part = fc.constantFrom(
      "https://",
      "http:/",
      key,
      ":",
      "@",
      "sentry.io",
      "/",
      "\\",
      "1",
      "?",
      "#",
      "%",
      "[",
      "]",
      "\t",
      "\u3002",
      "*",
      "..",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
      fc.array(part).map((parts) => `https://${key}@${parts.join("")}`),
    );
    fc.assert(
      fc.property(text, (dsn) => {
        try {
          const parsed = parseDsn(dsn);
          expect(parseDsn(parsed.dsn)).toEqual(parsed);
        } catch (error) {
          expect(isSentryAuthError(error)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  test("a megabyte of anything is refused or read at once", () => {
    const size = 1 << 20;
    for (const dsn of [
      `https://${key}@${"a".repeat(size)}/1`,
      `https://${"a".repeat(size)}`,
      " ".repeat(size),
      `https://${key}@host/${"1/".repeat(size / 2)}`,
      "@".repeat(size),
    ]) {
      const start = performance.now();
      try {
        parseDsn(dsn);
      } catch (error) {
        expect(isSentryAuthError(error)).toBe(true);
      }
      // Quadratic time would take minutes.
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});
