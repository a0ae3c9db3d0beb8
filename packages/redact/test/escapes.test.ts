import { describe, expect, test } from "vitest";
import { redact } from "../src/redact.ts";
import { dsn, jwt, key, legacy, organization, user } from "./samples.ts";

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const every = (text: string, length: number, separator: string) =>
  text.replace(new RegExp(`.{${length}}`, "g"), `$&${separator}`);

describe("a token that is written in another way goes", () => {
  const tokens = [user, organization];
  test.each<[string, (token: string) => string]>([
    ["escaped for Markdown", (token) => token.replaceAll("_", "\\_")],
    ["with encoded underscores", (token) => token.replaceAll("_", "%5F")],
    ["with underscores as in HTML", (token) => token.replaceAll("_", "&#95;")],
    ["with underscores as in HTML in HTML", (token) => token.replaceAll("_", "&amp;lowbar;")],
    ["encoded twice", (token) => encodeURIComponent(encodeURIComponent(token))],
    ["encoded and escaped", (token) => inJson(encodeURIComponent(token)).replaceAll("%", "\\u0025")],
    ["as hexadecimal escapes", (token) => token.replace(/./g, (one) => `\\x${one.charCodeAt(0).toString(16)}`)],
    ["as code points", (token) => token.replace(/./g, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`)],
    ["with zero-width characters", (token) => every(token, 10, "\u200b")],
    ["with escaped zero-width characters", (token) => every(token, 10, "\\u200b")],
    ["with soft hyphens", (token) => every(token, 10, "&#173;")],
    ["in colors", (token) => every(token, 30, "\u001b[1;32m")],
    ["wrapped", (token) => every(token, 40, "\n")],
    ["wrapped as in a mail", (token) => every(token.replaceAll("=", "=3D"), 76, "=\r\n")],
    ["wrapped and quoted", (token) => every(token, 60, "\n> ")],
    ["wrapped and indented", (token) => every(token, 60, "\r\n    ")],
    ["wrapped in JSON", (token) => inJson(every(token, 60, "\n"))],
  ])("%s", (_, write) => {
    for (const token of tokens) expect(redact(`token ${write(token)}\nline`)).toBe("token [redacted]\nline");
  });

  test("also without a prefix", () => {
    expect(redact(`token=3D${legacy}`)).toBe("token=3D[redacted]");
    expect(redact(`a ${every(legacy, 8, "\u200d")} z`)).toBe("a [redacted]\u200d z");
    expect(redact(`token: "${every(legacy, 40, "\n  ")}"`)).toBe('token: "[redacted]"');
  });

  test("but no digits of two lines that only look like one token", () => {
    expect(redact(`${key}\n${key}`)).toBe(`${key}\n${key}`);
  });

  test.each([jwt, `sntryag_${jwt}`])("also %s", (token) => {
    expect(redact(`a ${token}. z`)).toBe("a [redacted]. z");
    expect(redact(`{"jwt":"${token}"}`)).toBe('{"jwt":"[redacted]"}');
  });
});

describe("a DSN that is written in another way loses its keys", () => {
  test.each([
    [`dsn=https\\://${key}@h/1`, "dsn=https\\://[redacted]@h/1"],
    [dsn.replaceAll("/", "&#47;"), "https:&#47;&#47;[redacted]@o1.ingest.us.sentry.io&#47;42"],
    [dsn.replaceAll("/", "&#x2F;"), "https:&#x2F;&#x2F;[redacted]@o1.ingest.us.sentry.io&#x2F;42"],
    [`https&colon;&sol;&sol;${key}&commat;h`, "https&colon;&sol;&sol;[redacted]&commat;h"],
    [`\u001b[4mhttps://\u001b[1m${key}\u001b[0m@h/1`, "\u001b[4mhttps://\u001b[1m[redacted]\u001b[0m@h/1"],
  ])("%s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

describe("a header that is written in another way loses its credentials", () => {
  test.each([
    ["Authorization: Bearer \u001b[32mabc\u001b[0m ok", "Authorization: Bearer \u001b[32m[redacted]\u001b[0m ok"],
    ["\u001b[1mAuthorization\u001b[0m: Bearer abc", "\u001b[1mAuthorization\u001b[0m: Bearer [redacted]"],
    [
      '{"a":"Authorization: Bearer \\u001b[32mabc\\u001b[0m"}',
      '{"a":"Authorization: Bearer \\u001b[32m[redacted]\\u001b[0m"}',
    ],
    ["Authorization: Bearer ^[[32mabc^[[0m", "Authorization: Bearer ^[[32m[redacted]^[[0m"],
    ["Authorization: Bearer \\033[32mabc\\033[0m", "Authorization: Bearer \\033[32m[redacted]\\033[0m"],
    ['{"Authorization":"Bearer\\u0020abc"}', '{"Authorization":"Bearer\\u0020[redacted]"}'],
    ["Authorization:&nbsp;Bearer&nbsp;abc", "Authorization:&nbsp;Bearer&nbsp;[redacted]"],
    ["Authorization%253A%2520Bearer%2520a%252Bb%252F", "Authorization%253A%2520Bearer%2520[redacted]"],
  ])("%s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});
