import { describe, expect, test } from "vitest";
import type { SentryServer } from "../src/index.ts";
import { basic, sendLines, start } from "./server.ts";

const notProvided = "Authentication credentials were not provided.";
const base64 = (text: string) => Buffer.from(text).toString("base64");

type Lines = (credentials: SentryServer["credentials"]) => readonly string[];

const accepted: Record<string, Lines> = {
  "as documented": ({ token }) => [`Authorization: Bearer ${token}`],
  "a scheme word in lower case": ({ token }) => [`Authorization: bearer ${token}`],
  "a scheme word in any casing": ({ token }) => [`Authorization: bEaReR ${token}`],
  "a header name in any casing": ({ token }) => [`aUTHORIZATION: Bearer ${token}`],
  "several spaces between the words": ({ token }) => [`Authorization: Bearer   ${token}`],
  "a tab between the words": ({ token }) => [`Authorization: Bearer\t${token}`],
  "white space around the value": ({ token }) => [`Authorization:  \t Bearer ${token} \t`],
  "no space after the colon": ({ token }) => [`Authorization:Bearer ${token}`],
  "an API key": ({ apiKey }) => [`Authorization: ${basic(`${apiKey}:`)}`],
  "an API key, scheme in lower case": ({ apiKey }) => [`Authorization: basic ${base64(`${apiKey}:`)}`],
  "a DSN": ({ dsn }) => [`Authorization: DSN ${dsn}`],
  "a DSN, scheme in lower case": ({ dsn }) => [`Authorization: dsn ${dsn}`],
  "a DSN of another host and scheme": ({ dsn }) => [
    `Authorization: DSN ${dsn.replace(/^http:..(.*)@.*\//, "x+y://$1@any.example:1/")}`,
  ],
  "a DSN with a path in front of the project": ({ dsn }) => [
    `Authorization: DSN ${dsn.replace(/(\/[0-9]+)$/, "/a/b$1")}`,
  ],
  "a DSN with a wrong secret": ({ dsn }) => [`Authorization: DSN ${dsn.replace("@", ":ignored@")}`],
  "a DSN with a query": ({ dsn }) => [`Authorization: DSN ${dsn}?a=/2#/3`],
};

const refused: Record<string, readonly [detail: string, lines: Lines]> = {
  "no header": [notProvided, () => []],
  "an empty header": [notProvided, () => ["Authorization:"]],
  "a token without a scheme": [notProvided, ({ token }) => [`Authorization: ${token}`]],
  "another scheme": [notProvided, ({ token }) => [`Authorization: Token ${token}`]],
  "a scheme word with a colon": [notProvided, ({ token }) => [`Authorization: Bearer: ${token}`]],
  "another header": [notProvided, ({ token }) => [`X-Authorization: Bearer ${token}`]],
  "no token": ["Invalid token header. No credentials provided.", () => ["Authorization: Bearer "]],
  "no DSN": ["Invalid token header. No credentials provided.", () => ["Authorization: DSN"]],
  "no API key": ["Invalid basic header. No credentials provided.", () => ["Authorization: Basic"]],
  "a space in the token": [
    "Invalid token header. Token string should not contain spaces.",
    ({ token }) => [`Authorization: Bearer ${token} x`],
  ],
  "a space in an organization token": [
    "Invalid token header. Token string should not contain spaces.",
    ({ organizationToken }) => [`Authorization: Bearer ${organizationToken}\tx`],
  ],
  "a space in the DSN": [
    "Invalid token header. Token string should not contain spaces.",
    ({ dsn }) => [`Authorization: DSN ${dsn} ${dsn}`],
  ],
  "a space in the API key": [
    "Invalid basic header. Credentials string should not contain spaces.",
    ({ apiKey }) => [`Authorization: ${basic(`${apiKey}:`)} x`],
  ],
  "the header twice": [
    "Invalid token header. Token string should not contain spaces.",
    ({ token }) => [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
  ],
  "a no-break space, which is part of the word": [
    "Invalid token",
    ({ token }) => [`Authorization: Bearer ${token}\u00a0x`],
  ],
  "a token in another casing": ["Invalid token", ({ token }) => [`Authorization: Bearer ${token.toUpperCase()}`]],
  "a placeholder": ["Invalid token", () => ["Authorization: Bearer {TOKEN}"]],
  "an organization token cut short": [
    "Invalid org token",
    ({ organizationToken }) => [`Authorization: Bearer ${organizationToken.slice(0, -1)}`],
  ],
  "a DSN sent as a token": ["Invalid token", ({ dsn }) => [`Authorization: Bearer ${dsn}`]],
  "a public key alone": ["Invalid dsn", ({ dsn }) => [`Authorization: DSN ${new URL(dsn).username}`]],
  "a DSN without its scheme": ["Invalid dsn", ({ dsn }) => [`Authorization: DSN ${dsn.replace("http://", "")}`]],
  "a DSN with a slash at its end": ["Invalid dsn", ({ dsn }) => [`Authorization: DSN ${dsn}/`]],
  "a DSN of another project": ["Invalid dsn", ({ dsn }) => [`Authorization: DSN ${dsn}0`]],
  "a DSN without a project": ["Invalid dsn", ({ dsn }) => [`Authorization: DSN ${dsn.replace(/\/[0-9]+$/, "")}`]],
  "an API key without a colon": [
    "Invalid basic header. Credentials not correctly base64 encoded.",
    ({ apiKey }) => [`Authorization: ${basic(apiKey)}`],
  ],
  "an API key that is not encoded": [
    "Invalid basic header. Credentials not correctly base64 encoded.",
    ({ apiKey }) => [`Authorization: Basic ${apiKey}:`],
  ],
  "an API key with a password": [notProvided, ({ apiKey }) => [`Authorization: ${basic(`${apiKey}:secret`)}`]],
  "an API key with a colon inside": [notProvided, ({ apiKey }) => [`Authorization: ${basic(`${apiKey}:x:`)}`]],
  "an API key as the password": [notProvided, ({ apiKey }) => [`Authorization: ${basic(`:${apiKey}`)}`]],
  "an empty API key": ["API key is not valid", () => [`Authorization: ${basic(":")}`]],
  "an API key with white space around it": [
    "API key is not valid",
    ({ apiKey }) => [`Authorization: ${basic(`${apiKey}\n:`)}`],
  ],
  "an API key sent as a token": ["Invalid token", ({ apiKey }) => [`Authorization: Bearer ${apiKey}`]],
};

describe("accepts", () => {
  test.each(Object.entries(accepted))("%s", async (_, lines) => {
    const { credentials, urls } = await start();
    expect((await sendLines(urls.userFeedback, ...lines(credentials))).status).toBe(200);
  });
});

describe("refuses", () => {
  test.each(Object.entries(refused))("%s", async (_, [detail, lines]) => {
    const { credentials, urls } = await start();
    expect(await sendLines(urls.userFeedback, ...lines(credentials))).toMatchObject({
      status: 401,
      challenge: 'Bearer realm="api"',
      body: { detail },
    });
  });
});
