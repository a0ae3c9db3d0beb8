import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { redact } from "../src/redact.ts";
import { dsn, jwt, key, legacy } from "./samples.ts";

describe("a value goes by its name", () => {
  test.each([
    ["SENTRY_API_KEY=1a2b3c", "SENTRY_API_KEY=[redacted]"],
    ['export SENTRY_API_KEY="1a2b3c"', 'export SENTRY_API_KEY="[redacted]"'],
    ["[auth]\napi_key=1a2b3c\n", "[auth]\napi_key=[redacted]\n"],
    ["[auth]\napi_key = 1a2b3c4d\n", "[auth]\napi_key = [redacted]\n"],
    ["auth.token=abcdef", "auth.token=[redacted]"],
    ['{"client_secret":"abcdef","a":1}', '{"client_secret":"[redacted]","a":1}'],
    [
      "grant_type=a&client_secret=abc&refresh_token=def",
      "grant_type=a&client_secret=[redacted]&refresh_token=[redacted]",
    ],
    ['{"refreshToken":"abc","scopes":[]}', '{"refreshToken":"[redacted]","scopes":[]}'],
    [
      inspect({ clientSecret: "a, b", refresh_token: "c" }),
      "{ clientSecret: '[redacted]', refresh_token: '[redacted]' }",
    ],
    ['clientSecret: "ab\\"cd", a: 1', 'clientSecret: "[redacted]", a: 1'],
    ["CF-Access-Client-Secret: 1a2b3c4d", "CF-Access-Client-Secret: [redacted]"],
    ['{"name":"CF-Access-Client-Secret","value":"abc"}', '{"name":"CF-Access-Client-Secret","value":"[redacted]"}'],
    ["[ 'cf-access-client-secret', 'abc', 'host', 'h' ]", "[ 'cf-access-client-secret', '[redacted]', 'host', 'h' ]"],
    ["config['api_key'] => 'abc'", "config['api_key'] => '[redacted]'"],
    ["{client_secret:1a2b3c4d,a:1}", "{client_secret:[redacted],a:1}"],
    [`Sentry-Hook-Signature: ${legacy}`, "Sentry-Hook-Signature: [redacted]"],
    ["sentry-cli --auth-token 1a2b3c4d releases", "sentry-cli --auth-token [redacted] releases"],
    ["--api-key '1a2b3c4d'", "--api-key '[redacted]'"],
    ["ENV SENTRY_AUTH_TOKEN 1a2b3c4d", "ENV SENTRY_AUTH_TOKEN [redacted]"],
    ['authToken.set("1a2b3c")', 'authToken.set("[redacted]")'],
    ['Auth { auth_token: Some("1a2b3c") }', 'Auth { auth_token: Some("[redacted]") }'],
    ['["authToken"]=>\n  string(6) "1a2b3c"', '["authToken"]=>\n  string(6) "[redacted]"'],
    [
      "<key>SentryAuthToken</key>\n<string>1a2b3c4d</string>",
      "<key>SentryAuthToken</key>\n<string>[redacted]</string>",
    ],
    ["Cookie: sentrysid=1a2b3c4d; a=b", "Cookie: sentrysid=[redacted]; a=b"],
    ['device_code="1a2b3c"&code_verifier=abc', 'device_code="[redacted]"&code_verifier=[redacted]'],
  ])("in %s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each([
    ["auth: 'key:secret'", "auth: '[redacted]'"],
    [inspect({ auth: { username: key, password: "" } }), "{\n  auth: { username: '[redacted]', password: '' }\n}"],
    [JSON.stringify({ publicKey: key, pass: key }), '{"publicKey":"[redacted]","pass":"[redacted]"}'],
  ])("if it looks like a part of credentials, in %s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test("in a URL that was inspected", () => {
    expect(redact(inspect(new URL(dsn)))).not.toContain(key);
    expect(redact(inspect(new URL(dsn)))).toContain("host: 'o1.ingest.us.sentry.io'");
  });

  test.each([
    "SENTRY_API_KEY=\nSENTRY_PROJECT_ID=4504123123",
    "SENTRY_API_KEY=YOUR_API_KEY",
    "clientSecret: process.env.CLIENT_SECRET",
    "apiKey=config.apiKey&x",
    "client_secret = getSecret()",
    '{"api_key":null,"refresh_token":"","client_secret":"<secret>"}',
    "the API key: not found",
    "client_secret is required, api_key: missing",
    "invalid refresh_token: expired at 2024-11-24",
    "user: jane, username: 'jane', password: 'hunter2'",
    "username=jane.doe@example.com",
    '"auth": "https://sentry.io/oauth", auth: true',
    "access_token_url=https://sentry.io/",
    '{"grant_type":"refresh_token","client_id":"1a2b3c"}',
    "max_tokens: 4096, author: key",
    "--api-key is required, the auth token 1a2b3c4d",
    "set SENTRY_AUTH_TOKEN first",
    'authToken.set(System.getenv("SENTRY_AUTH_TOKEN"))',
  ])("but not in %s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe("an Authorization header without a known scheme", () => {
  test.each([
    ['{"Authorization":"hunter"}', '{"Authorization":"[redacted]"}'],
    ['{"Authorization":"a b"}', '{"Authorization":"[redacted]"}'],
    [`Authorization: ${key}`, "Authorization: [redacted]"],
    [`Authorization: Token ${key}`, "Authorization: Token [redacted]"],
    [`Proxy-Authorization: ${jwt}`, "Proxy-Authorization: [redacted]"],
    ["--header 'authorization: 1a2b3c4d'", "--header 'authorization: [redacted]'"],
  ])("loses its value in %s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each(['{"Authorization":"bearer"}', "authorization: must be given", "'Authorization: ' + token"])(
    "stays as it is in %s",
    (text) => {
      expect(redact(text)).toBe(text);
    },
  );
});

describe("a command line", () => {
  test.each([
    ["curl -u 1a2b3c: https://sentry.io/", "curl -u [redacted] https://sentry.io/"],
    [`curl https://sentry.io/ --user "${key}:"`, 'curl https://sentry.io/ --user "[redacted]"'],
    [`["curl","-u","abc:","https://sentry.io/"]`, `["curl","-u","[redacted]","https://sentry.io/"]`],
    [`wget --user=${key}: x`, "wget --user=[redacted] x"],
  ])("loses its credentials: %s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each([
    "curl -u {API_KEY}: https://sentry.io/",
    "docker run -u 1000:1000 --user www-data:www-data",
    "sort -u a:b",
  ])("stays as it is: %s", (text) => {
    expect(redact(text)).toBe(text);
  });
});
