import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { OriginOption } from "../src/index.ts";
import {
  credentialOrigins,
  sentryOrigins,
  trustedList,
  trustOrigins,
  trustedUrl as urlTrustedBy,
} from "../src/origin.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 500);
const listOrigins = (origin: OriginOption, strategy: string) => trustOrigins(origin, strategy).list;
const sentry = credentialOrigins([]);
const trustedUrl = (url: string, origins: readonly string[]) => urlTrustedBy(url, trustedList(origins, "acme"));

describe("where a credential may go", () => {
  test.each([
    "https://sentry.io/api/0/",
    "https://us.sentry.io/api/0/organizations/acme/",
    "https://o123.ingest.de.sentry.io/api/1/",
    "https://SENTRY.io/api/0/",
    "https://sentry.io:443/api/0/",
    "https://sentry.io",
    "https://sentry.io?query",
    "https://sentry.io\\api\\0",
    " https://sentry.io/",
  ])("to Sentry: %s", (url) => {
    expect(trustedUrl(url, sentry)).toMatch(/^https:\/\/([\w.]+\.)?sentry\.io\//);
  });

  test.each([
    "http://sentry.io/",
    "https://sentry.io:8443/",
    "https://sentry.io./",
    "https://.sentry.io/",
    "https://sentry.iox/",
    "https://sentry.iox",
    "https://xsentry.io/",
    "https://sentry.io@evil.example/",
    "https://sentry.io:443@evil.example/",
    "https://user@sentry.io/",
    "https://user:password@us.sentry.io/",
    "https://evil.example\\@sentry.io/",
    "https:/\\evil.example/",
    "//evil.example/",
    "\thttps://evil.example/",
    "https://evil.example/?https://sentry.io/",
    "https://evil.example#.sentry.io/",
    "https://evil.example/.sentry.io",
    "blob:https://sentry.io/0c6d",
    "data:text/plain,https://sentry.io/",
    "ftp://sentry.io/",
    "wss://sentry.io/",
    "null",
    "",
    "https://",
    "https://[::1]/",
  ])("not to Sentry: %s", (url) => {
    expect(trustedUrl(url, sentry)).toBeUndefined();
  });

  test("to an IPv4 address in any base, as the platform reads it", () => {
    const origins = listOrigins("http://127.0.0.1:9000", "origin");
    for (const host of ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1"]) {
      expect(trustedUrl(`http://${host}:9000/x`, origins)).toBe("http://127.0.0.1:9000/x");
    }
    expect(trustedUrl("http://127.0.0.1/x", origins)).toBeUndefined();
    expect(trustedUrl("https://127.0.0.1:9000/x", origins)).toBeUndefined();
  });

  test("to subdomains on the listed port alone", () => {
    const origins = listOrigins("https://*.acme.com:8443", "origin");
    expect(trustedUrl("https://a.b.acme.com:8443/", origins)).toBe("https://a.b.acme.com:8443/");
    expect(trustedUrl("https://a.acme.com/", origins)).toBeUndefined();
    expect(trustedUrl("https://acme.com:8443/", origins)).toBeUndefined();
    expect(trustedUrl("http://a.acme.com:8443/", origins)).toBeUndefined();
  });

  test("to the listed host alone, with any characters", () => {
    const origins = listOrigins(["https://a+b$.acme.com"], "origin");
    expect(trustedUrl("https://a+b$.acme.com/", origins)).toBe("https://a+b$.acme.com/");
    expect(trustedUrl("https://aab$.acme.com/", origins)).toBeUndefined();
    expect(trustedUrl("https://a+b$xacme.com/", origins)).toBeUndefined();
  });

  test("nowhere for an empty list", () => {
    expect(trustedUrl("https://sentry.io/", listOrigins([], "origin"))).toBeUndefined();
  });

  test.each(["", "/", "//sentry.io/", "https://sentry.io/"])("nor for an empty list: %j", (url) => {
    expect(trustedUrl(url, [])).toBeUndefined();
  });

  test("in the caller's own words where they begin with a trusted origin", () => {
    for (const url of ["https://sentry.io/a b", "https://us.sentry.io/a/../b", "https://sentry.io/?q=é#f"]) {
      expect(trustedUrl(url, sentry)).toBe(url);
    }
  });

  test("one result does not depend on the previous one", () => {
    for (let round = 0; round < 2; round += 1) {
      expect(trustedUrl("https://us.sentry.io/a b", sentry)).toBe("https://us.sentry.io/a b");
      expect(trustedUrl("https://us.sentry.iox/", sentry)).toBeUndefined();
      expect(trustedUrl("https://us.sentry.io@evil.example/", sentry)).toBeUndefined();
      expect(trustedUrl("https://us.sentry.io", sentry)).toBe("https://us.sentry.io/");
    }
  });

  test("without parsing a URL that begins with a listed origin and a slash", () => {
    const parse = vi.spyOn(URL, "parse");
    for (const url of ["https://sentry.io/", "https://de.sentry.io/api/0/"]) {
      expect(trustedUrl(url, sentry)).toBe(url);
    }
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test("without looking for the last origin again", () => {
    const { begins } = trustOrigins(["https://sentry.acme.com", "https://*.acme.com"], "acme");
    for (const origin of ["https://sentry.acme.com", "https://eu.acme.com"]) {
      expect(begins(`${origin}/`)).toBe(true);
      const has = vi.spyOn(Set.prototype, "has");
      const isListed = begins(`${origin}/api/0/`);
      const { length } = has.mock.calls;
      has.mockRestore();
      expect([isListed, length]).toEqual([true, 0]);
    }
  });

  test("without looking up the last list again", () => {
    const list = listOrigins("https://sentry.acme.com", "acme");
    const origins = trustedList(list, "acme");
    const get = vi.spyOn(WeakMap.prototype, "get");
    const again = trustedList(list, "acme");
    const { length } = get.mock.calls;
    get.mockRestore();
    expect([again === origins, length]).toEqual([true, 0]);
    expect(trustedList(sentry, "acme")).toBe(sentryOrigins);
  });

  test("not to the word `undefined` when there is no last origin", () => {
    expect(trustedUrl("undefined", ["https://sentry.acme.com"])).toBeUndefined();
  });
});

describe("the origin option", () => {
  test.each([
    ["https://sentry.acme.com", "https://sentry.acme.com"],
    ["https://sentry.acme.com/", "https://sentry.acme.com"],
    ["HTTPS://Sentry.Acme.com:443", "https://sentry.acme.com"],
    ["http://10.0.0.5:9000", "http://10.0.0.5:9000"],
    ["http://[::1]:9000", "http://[::1]:9000"],
    ["https://*.sentry.io", "https://*.sentry.io"],
    ["https://w.acme.com", "https://w.acme.com"],
    ["https://*.w.acme.com", "https://*.w.acme.com"],
    ["https://sentry.bücher.example", "https://sentry.xn--bcher-kva.example"],
    ["https://*.例え.jp:8443", "https://*.xn--r8jz45g.jp:8443"],
    ["https://a+b$.acme.com", "https://a+b$.acme.com"],
    [new URL("https://sentry.acme.com/"), "https://sentry.acme.com"],
  ])("takes %s", (origin, listed) => {
    expect(listOrigins(origin, "origin")).toEqual([listed]);
  });

  test.each([
    "",
    "*",
    "null",
    "sentry.acme.com",
    "//sentry.acme.com",
    "https:sentry.acme.com",
    "ftp://sentry.acme.com",
    "file:///etc/passwd",
    "https://user@sentry.acme.com",
    "https://user:hunter2@sentry.acme.com",
    "https://sentry.acme.com/api",
    "https://sentry.acme.com?x",
    "https://sentry.acme.com#x",
    "https://*",
    "https://*.",
    "https://*./",
    "https://*..",
    "https://*.:443",
    "https://\ufe61.acme.com",
    "https://*.*.acme.com",
    "https://*.*",
    "https://a.*.acme.com",
    "https://a*.acme.com",
    "https://*a.acme.com",
    "https://**.acme.com",
    "https://%2A.acme.com",
    "https://sentry%2eacme.com",
    "https://*.10.0.0.5",
    "https://*.[::1]",
    "http://*.acme.com",
    "https://user@*.acme.com",
    "https://\uff0a.acme.com",
    "https://a\uff0a.acme.com",
    " https://sentry.acme.com",
    "\thttps://*.acme.com",
    "blob:https://sentry.acme.com",
    42,
    null,
    {},
    ["https://sentry.acme.com", "x"],
  ])("refuses %j", (origin) => {
    // As from JavaScript: several of these do not compile.
    const refused = () => listOrigins(origin as string, "acme");
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(/^acme: origin(?:\[[01]\])? (?:is|has|contains) /);
    expect(refused).not.toThrow(/hunter2/);
  });
});

describe("the origins that a credential names", () => {
  test.each([
    [[], sentry],
    [["https://sentry.io"], sentry],
    [["https://us.sentry.io"], sentry],
    [["https://o1.ingest.de.sentry.io"], sentry],
    [["https://sentry.io", "https://de.sentry.io"], sentry],
    [["https://sentry.io", "https://evil.example"], sentry],
    [["https://sentry.acme.com"], ["https://sentry.acme.com"]],
    [["http://10.0.0.5:9000"], ["http://10.0.0.5:9000"]],
    [["http://sentry.io"], ["http://sentry.io"]],
    [["https://sentry.io:8443"], ["https://sentry.io:8443"]],
    [["https://sentry.io.evil.example"], ["https://sentry.io.evil.example"]],
    [["https://xsentry.io"], ["https://xsentry.io"]],
    [["evil:https://sentry.io"], ["evil:https://sentry.io"]],
  ])("%j means %j", (named, origins) => {
    expect(credentialOrigins(named)).toEqual(origins);
  });
});

test("the message says what is wrong with a credential's own origin", () => {
  expect(() => trustedList(["https://sentry.acme.com", "sentry.acme.com"], "acme")).toThrow(
    /^acme: origin\[1\] has no scheme/,
  );
});

describe("property: the rule agrees with the platform's parser", () => {
  const lists = [
    sentry,
    listOrigins("https://sentry.acme.com", "origin"),
    listOrigins(["http://127.0.0.1:9000", "https://*.acme.com:8443", "http://[::1]:9000"], "origin"),
  ];
  const host = fc.constantFrom(
    ...[
      "sentry.io",
      "us.sentry.io",
      "sentry.io.",
      "SENTRY.IO",
      "xn--sentry-.io",
      "sentry.acme.com",
      "a.acme.com",
      "acme.com",
    ],
    ...[
      "evil.example",
      "127.0.0.1",
      "127.1",
      "0x7f.1",
      "[::1]",
      "[0:0::1]",
      "sentry。io",
      "ｓentry.io",
      "%73entry.io",
      "sentry%2eio",
      "sen\ttry.io",
      ".sentry.io",
      "a..sentry.io",
      "a%2e.sentry.io",
      "-.sentry.io",
      "xn--a.sentry.io",
      "XN--A.sentry.io",
      "a.xn--.sentry.io",
      "é.sentry.io",
      "a~b.sentry.io",
      "*.sentry.io",
      "a.*.acme.com",
      "",
    ],
  );
  const url = fc
    .tuple(
      fc.constantFrom("", " ", "\t", "\u0000", "blob:", "x:"),
      fc.constantFrom("https:", "http:", "HTTPS:", "ht\ntps:", "ftp:", "ws:", ""),
      fc.constantFrom("//", "/\\", "\\\\", "/", "///", "", "/\t/"),
      fc.constantFrom("", "user@", "user:pw@", "sentry.io@", "sentry.io:443@", "@", "a\\@"),
      host,
      fc.constantFrom("", ":443", ":80", ":9000", ":8443", ":", ":0443", ":99999", ":x"),
      fc.constantFrom(
        "",
        "/",
        "\\",
        "?",
        "#",
        "/x",
        "/@sentry.io/",
        "?@sentry.io/",
        "\\@sentry.io/",
        "/https://sentry.io/",
        "\n/",
      ),
    )
    .map((parts) => parts.join(""));
  const mutated = fc
    .tuple(url, fc.nat(60), fc.string({ unit: "binary", maxLength: 3 }))
    .map(([text, at, insert]) => text.slice(0, at) + insert + text.slice(at));

  /** The rule as one would write it with `URL` alone, and slowly. */
  const reference = (text: string, origins: readonly string[]): boolean => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, host } = new URL(text);
    if (username || password) return false;
    return origins.some((origin) => {
      const [scheme, authority = ""] = origin.split("//");
      if (scheme !== protocol) return false;
      if (!authority.startsWith("*")) return host === authority;
      // Labels of letters, digits, hyphens and underscores: the platform takes more than any certificate would.
      return (
        host.endsWith(authority.slice(1)) && /^(?:(?!xn--)[\w-]+\.)+$/.test(`${host.slice(0, 1 - authority.length)}.`)
      );
    });
  };

  test.each([
    ["generated", url],
    ["mutated", mutated],
  ])("%s URLs", (_, urls) => {
    fc.assert(
      fc.property(urls, fc.constantFrom(...lists), (text, origins) => {
        const sent = trustedUrl(text, origins);
        expect(sent !== undefined).toBe(reference(text, origins));
        if (sent !== undefined) expect(new URL(sent).href).toBe(new URL(text).href);
      }),
      { numRuns },
    );
  });

  test("what is taken as an origin is one, as the platform writes it", () => {
    const wildcard = fc
      .tuple(fc.constantFrom("https://*.", "http://*.", "https://*"), host)
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(url, mutated, wildcard), (text) => {
        let listed: readonly string[];
        try {
          listed = listOrigins(text, "acme");
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const [origin = ""] = listed;
        const plain = origin.replace(/^https:\/\/\*\.(?=[^.:])/, "https://");
        expect(plain).not.toMatch(/[*@\s]/);
        expect(new URL(plain).origin).toBe(plain);
        expect(new URL(text.replace("*.", "")).origin).toBe(plain);
        expect(listOrigins(origin, "acme")).toEqual(listed);
      }),
      { numRuns },
    );
  });

  test("independently of earlier calls", () => {
    fc.assert(
      fc.property(fc.array(url, { maxLength: 8 }), (texts) => {
        for (const text of texts) {
          const sent = trustedUrl(text, sentry);
          expect(sent !== undefined).toBe(reference(text, sentry));
          if (sent !== undefined) expect(new URL(sent).href).toBe(new URL(text).href);
        }
      }),
      { numRuns },
    );
  });
});

describe("an invalid origin is described", () => {
  test.each([
    ["", "is empty. Is the environment variable set?"],
    [" \n", "is empty. Is the environment variable set?"],
    ["sentry.acme.com", "has no scheme: write https://sentry.acme.com"],
    ["//sentry.acme.com", "has no scheme: write https://sentry.acme.com"],
    ["see https://sentry.acme.com", "has no scheme: write https://sentry.acme.com"],
    ["a b://sentry.acme.com", "has no scheme: write https://sentry.acme.com"],
    ["https://jane@sentry.acme.com", "contains a user name or a password: use the origin alone"],
    ["https://:1a2b3c@sentry.acme.com", "contains a user name or a password: use the origin alone"],
    ["http://*.acme.com", "is a wildcard over http: wildcards need https"],
    ["xhttps://acme.com/x", "is not an origin, such as https://sentry.acme.com or https://*.acme.com"],
    ["https://a*b.acme.com", "is not an origin, such as https://sentry.acme.com or https://*.acme.com"],
  ])("%j", (origin, problem) => {
    expect(() => trustOrigins(origin, "acme")).toThrow(new TypeError(`acme: origin ${problem}`));
    expect(() => trustOrigins([origin], "acme")).toThrow(new TypeError(`acme: origin[0] ${problem}`));
  });

  test.each([
    "https://sentry.acme.com/api",
    "http://sentry.acme.com/api",
    "https://sentry.acme.com/?q",
    "https://sentry.acme.com/#h",
    "https://sentry.acme.com/http://*",
  ])("%j", (origin) => {
    expect(() => trustOrigins(origin, "acme")).toThrow(/^acme: origin has a path: use the origin alone/);
  });
});

test("a subdomain's origin has at most 300 characters", () => {
  const url = (length: number) => `${"https://".padEnd(length - ".sentry.io".length, "a")}.sentry.io/`;
  expect(urlTrustedBy(url(300), sentryOrigins)).toBe(url(300));
  expect(urlTrustedBy(url(301), sentryOrigins)).toBeUndefined();
});
