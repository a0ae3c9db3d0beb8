import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "../src/redact.ts";
import { base64, dsn, key, legacy, organization, user } from "./samples.ts";

const { FUZZ_RUNS = "200" } = process.env;
const runs = { numRuns: Number(FUZZ_RUNS) };
const timeout = 60_000 + Number(FUZZ_RUNS) * 10;

// Everything that a rule looks for or stops at, so that rules meet in every way.
const pieces = fc.constantFrom(
  ...'client_secret|"refreshToken":"|api_key=|auth: |username: |"value":"|curl -u |eyJabcdef.eyJ.|-|\\u001b[1m|\u200b|=\n'.split(
    "|",
  ),
  ...'Bearer |bearer+|Basic |DSN |dsn%20|basic\\t|authorization|Authorization: |"authorization","|value|header'.split(
    "|",
  ),
  ..."https://|http%3A%2F%2F|https:\\/\\/|@|%40|:|sentry_key=|sntrys_|sntryu_|_|=|==|+|/|\\/|%2B|%3D|%25|%".split("|"),
  ..."[redacted]|[|]|{|)|,|;|.|\"|'|`|\\|\\\\|\\n|\\u002b|\\u00|&|&#x3D;|&quot;|<|>|-|$".split("|"),
  ..." |\t|\n|\r\n|a|f|0|abc|1a2b3c|0123456789abcdef|é|\u{1F600}|\ud800".split("|"),
  user,
  organization,
  legacy,
  dsn,
  key,
  base64("key:"),
);
const text = fc.array(fc.oneof({ weight: 6, arbitrary: pieces }, fc.string({ unit: "binary", maxLength: 6 })), {
  maxLength: 20,
  size: "max",
});
const hostile = text.map((parts) => parts.join(""));

const digits = fc.string({ unit: fc.constantFrom(..."0123456789abcdefABCDEF"), minLength: 64, maxLength: 64 });
const claims = fc.record({ iat: fc.double(), url: fc.string(), org: fc.string() }, { requiredKeys: [] });
const organizationToken = fc
  .tuple(claims, fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map(([payload, secret]) => `sntrys_${base64(JSON.stringify(payload))}_${base64(secret).replace(/=+$/, "")}`);
const apiKey = fc.string({ unit: fc.constantFrom(...Array.from("!?~>-_", String), ..."abcXYZ019"), minLength: 1 });

const clientKey = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
const someSecret = fc
  .string({ unit: fc.constantFrom(..."ghijklmGHIJKLM0123456789"), minLength: 12, maxLength: 40 })
  .filter((secret) => /^[a-z]\w*\d/i.test(secret));
const webToken = fc.tuple(clientKey, clientKey).map(([one, other]) => `eyJhbGciOi.eyJzdWIi${one}.${other}`);

/** A secret, and how a log, a form or a file has it. */
const planted = fc.oneof(
  plants(fc.oneof(digits, organizationToken, webToken), [(secret) => secret, (secret) => `token: ${secret},`]),
  plants(clientKey, [
    (secret) => `https://${secret}@sentry.example/42`,
    (secret) => JSON.stringify({ publicKey: secret }),
    (secret) => inspect({ auth: { username: secret, password: "" } }),
    (secret) => inspect({ auth: `${secret}:` }),
    (secret) => `X-Sentry-Auth: Sentry sentry_version=7, sentry_key=${secret}, a=b`,
    (secret) => `curl -u ${secret}: https://sentry.example/`,
  ]),
  plants(someSecret, [
    (secret) => `SENTRY_API_KEY=${secret}`,
    (secret) => `api_key = ${secret}`,
    (secret) => `grant_type=a&client_secret=${secret}&refresh_token=${secret}&a=b`,
    (secret) => JSON.stringify({ client_secret: secret, a: [{ refreshToken: secret }] }),
    (secret) => inspect({ clientSecret: secret, headers: { Authorization: secret } }),
    (secret) => JSON.stringify([{ name: "CF-Access-Client-Secret", value: secret }]),
    (secret) => `Authorization: ${secret}`,
    (secret) => `Proxy-Authorization: Bearer ${secret}`,
    (secret) => `<Authorization>Basic ${secret}</Authorization>`,
  ]),
);

function plants(secrets: fc.Arbitrary<string>, forms: readonly ((secret: string) => string)[]) {
  return fc.record({ secret: secrets, write: fc.constantFrom(...forms) });
}

const perCharacter = (pattern: RegExp, encode: (code: number) => string) => (text: string) =>
  text.replace(pattern, (character) => encode(character.charCodeAt(0)));
const encodings = fc.constantFrom<Encode>(
  (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "")),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => text.replaceAll("/", "\\/"),
  (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  perCharacter(/[^\w\n]/g, (code) => `&#${code};`),
  perCharacter(/[ "'&+/=]/g, (code) => `\\u${code.toString(16).padStart(4, "0")}`),
  perCharacter(/[ -~]/g, (code) => `%${code.toString(16)}`),
  perCharacter(/[:_]/g, (code) => `\\${String.fromCharCode(code)}`),
  perCharacter(/[aefg2468]/g, (code) => `${String.fromCharCode(code)}\u200b`),
  perCharacter(/[ac13]/g, (code) => `\u001b[1m${String.fromCharCode(code)}`),
);

type Encode = (text: string) => string;

/** The pieces of a secret, eight characters long and then encoded, that are still there. */
function remains(secret: string, redacted: string, encode: Encode = (text) => text): string[] {
  const fragments = Array.from({ length: Math.max(1, secret.length - 7) }, (_, start) =>
    encode(secret.slice(start, start + 8)),
  );
  return fragments.filter((fragment) => redacted.includes(fragment));
}

/** Whether a text has nothing of the secret by itself. */
function apart(around: string, secret: string, encode?: Encode): boolean {
  return remains(secret, around, encode).length === 0;
}

describe("properties", { timeout }, () => {
  test("a token with a prefix never survives, in any surroundings", () => {
    const token = fc.oneof(
      fc.tuple(fc.constantFrom("sntryu_", "sntrya_", "sntryi_"), digits).map((parts) => parts.join("")),
      organizationToken,
      organizationToken.map(encodeURIComponent),
      organizationToken.map((whole) => JSON.stringify(whole).slice(1, -1).replaceAll("/", "\\/")),
    );
    fc.assert(
      fc.property(hostile, token, hostile, (before, secret, after) => {
        const body = secret.slice("sntryu_".length);
        fc.pre(apart(before + after, body));
        expect(remains(body, redact(before + secret + after))).toEqual([]);
      }),
      runs,
    );
  });

  test("a token without a prefix never survives where no digit touches it", () => {
    fc.assert(
      fc.property(hostile, digits, hostile, (before, secret, after) => {
        fc.pre(!/[\da-f]$/i.test(before) && !/^[\da-f]/i.test(after) && apart(before + after, secret));
        expect(remains(secret, redact(before + secret + after))).toEqual([]);
      }),
      runs,
    );
  });

  test("a DSN's keys never survive, and its host and project do", () => {
    const name = fc.string({ unit: fc.constantFrom(..."ghijkxyz0189-_"), minLength: 8, maxLength: 40 });
    const encoding = fc.constantFrom(
      (url: string) => url,
      encodeURIComponent,
      (url: string) => url.replaceAll("/", "\\/"),
    );
    fc.assert(
      fc.property(hostile, name, name, encoding, hostile, (before, publicKey, secretKey, encode, after) => {
        fc.pre(apart(before + after, publicKey) && apart(before + after, secretKey));
        const redacted = redact(`${before} ${encode(`https://${publicKey}:${secretKey}@sentry.example/42`)} ${after}`);
        expect([remains(publicKey, redacted), remains(secretKey, redacted)]).toEqual([[], []]);
        if (!/authorization|dsn|bearer|basic|key|secret|token|curl/i.test(before))
          expect(redacted).toContain(encode("@sentry.example/42"));
      }),
      runs,
    );
  });

  test("what Basic sends for any key or token never survives", () => {
    const separator = fc.constantFrom(" ", "  ", "\t", "%20", "+", "\\t");
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(" ", "\n", '"', "'", "\\n"),
        fc.constantFrom("Basic", "basic", "BASIC"),
        separator,
        fc.oneof(apiKey, digits, organizationToken),
        fc.constantFrom("", " ", '"', "'", "\n", ",", ";", ")", "&"),
        hostile,
        (before, boundary, scheme, space, secret, end, after) => {
          const encoded = base64(`${secret}:`);
          fc.pre(apart(before + after, encoded) && (end !== "" || after === ""));
          const redacted = redact(before + boundary + scheme + space + encoded + end + after);
          expect(remains(encoded.replace(/=+$/, ""), redacted)).toEqual([]);
        },
      ),
      runs,
    );
  });

  test("a header's credentials never survive, however short or plain", () => {
    const credentials = fc.string({ unit: fc.constantFrom(..."ghijkGHIJK"), minLength: 3, maxLength: 40 });
    const header = fc.constantFrom(
      (value: string) => `Authorization: ${value}`,
      (value: string) => JSON.stringify({ authorization: value }),
      (value: string) => JSON.stringify(JSON.stringify([["authorization", value]])),
      (value: string) => `?authorization=${encodeURIComponent(value)}`,
      (value: string) => `[ 'Authorization', '${value}' ]`,
    );
    fc.assert(
      fc.property(
        hostile,
        header,
        fc.constantFrom("Bearer", "DSN", "basic"),
        credentials,
        hostile,
        (before, format, scheme, secret, after) => {
          fc.pre(!(before + after).includes(secret));
          expect(redact(`${before} ${format(`${scheme} ${secret}`)} ${after}`)).not.toContain(secret);
        },
      ),
      runs,
    );
  });

  test("a secret with a name, a scheme or a shape never survives, in any form and encoding", () => {
    fc.assert(
      fc.property(
        hostile,
        planted,
        fc.array(encodings, { maxLength: 3 }),
        hostile,
        (before, plant, encoders, after) => {
          const encode = (content: string) => encoders.reduce((encoded, encoder) => encoder(encoded), content);
          fc.pre(apart(before + after + encode(plant.write("")), plant.secret, encode));
          const redacted = redact(`${before}\n${encode(plant.write(plant.secret))}\n${after}`);
          expect(remains(plant.secret, redacted, encode)).toEqual([]);
        },
      ),
      runs,
    );
  });

  test("a redacted text stays as it is", () => {
    fc.assert(
      fc.property(hostile, encodings, (text, encode) => {
        const redacted = redact(encode(text));
        expect(redact(redacted)).toBe(redacted);
      }),
      runs,
    );
  });

  test("JSON stays JSON", () => {
    const names = fc.constantFrom("authorization", "client_secret", "auth", "api_key", "message", "token");
    const value = fc.dictionary(
      names,
      fc.oneof(
        hostile,
        planted.map(({ secret, write }) => write(secret)),
      ),
    );
    fc.assert(
      fc.property(value, fc.nat(2), (fields, indentation) => {
        const json = JSON.stringify({ fields, nested: JSON.stringify(fields) }, null, indentation);
        expect(Object.keys(JSON.parse(redact(json)).fields)).toEqual(Object.keys(fields));
      }),
      runs,
    );
  });

  test("a text without secrets stays as it is", () => {
    const words =
      "a basic usage of the bearer token and DSN required for authorization in v2 (see docs), 42: https://sentry.io/api/0/";
    const prose = fc.array(fc.oneof(fc.constantFrom(...words.split(" ")), fc.lorem({ maxCount: 2 })));
    fc.assert(
      fc.property(
        fc.oneof(
          prose.map((parts) => parts.join(" ")),
          fc.string({ unit: "binary" }),
        ),
        (given) => {
          expect(redact(given)).toBe(given);
        },
      ),
      runs,
    );
  });
});
