// Secrets that are recognized by their own shape, wherever they are.
import { indexOf, type Span } from "./span.ts";

/** Finds Sentry's tokens by their prefix: whole ones, and those that were cut off. */
export function* prefixedTokens(text: string): Generator<Span> {
  let done = 0;
  for (const { index } of text.matchAll(PREFIXED)) {
    if (index < done) continue;
    done = indexOf(TOKEN_END, text, index);
    yield { start: index, end: done };
  }
}

// The payload of an organization token may be short, if the secret behind it is whole.
const PREFIXED = /sntry[a-z]{1,4}_(?=[a-z\d+/=]{16}|[a-z\d+/=]{1,16}_[a-z\d+/]{43})/gi;
const TOKEN_END = /[^\w+/=]/g;

/** Finds Sentry's tokens in a text whose lines were joined, where what follows a token may be the next line. */
export function* wholeTokens(text: string): Generator<Span> {
  for (const { 0: found, 1: before = "", index } of text.matchAll(WHOLE)) {
    yield { start: index + before.length, end: index + found.length };
  }
}

const WHOLE = new RegExp(
  [
    String.raw`sntry[a-z]{1,4}_[\da-f]{64}`,
    String.raw`sntry[a-z]{1,4}_[a-z\d+/=]{1,2048}_[a-z\d+/]{43}`,
    String.raw`((?:token|secret|key|bearer)["'\x60]?\s{0,9}[:=]?\s{0,9}["'\x60]?)[\da-f]{64}(?![\da-f])`,
  ].join("|"),
  "gi",
);

/** Finds client keys in front of the host of a DSN without a scheme, and in the URLs that have one in their path. */
export function* clientKeys(text: string): Generator<Span> {
  for (const { 0: found, 1: path, index } of text.matchAll(PLACE_OF_KEY)) {
    if (path !== undefined) yield { start: index + path.length, end: index + found.length };
    else {
      const keys = KEYS_BEFORE.exec(text.slice(Math.max(0, index - 66), index))?.[1];
      if (keys !== undefined) yield { start: index - keys.length, end: index };
    }
  }
}

const PLACE_OF_KEY = /@[\w.-]{0,63}sentry|(sentry-cdn\.com\/|\/cron\/[\w-]{1,63}\/)[\da-f]{32}(?![\da-f])/g;
const KEYS_BEFORE = /(?:^|[^\da-f])([\da-f]{32}(?::[\da-f]{32})?)$/;

const DIGITS = 64;

/** Finds runs of exactly 64 hexadecimal digits: tokens without a prefix, signatures of webhooks, and SHA-256 digests. */
export function* hexadecimalTokens(text: string): Generator<Span> {
  // Each such run has one index that is a multiple of 64. No other index is looked at unless there is a digit.
  for (let index = 0; index < text.length; index += DIGITS) {
    if (!isDigit(text.charCodeAt(index))) continue;
    let start = index;
    while (start > index - DIGITS && isDigit(text.charCodeAt(start - 1))) start--;
    let end = index + 1;
    while (end - start <= DIGITS && isDigit(text.charCodeAt(end))) end++;
    if (end - start === DIGITS) yield { start: startOfEscape(text, start), end };
  }
}

/** Returns where an escape such as `\f` or `\u00e9` begins whose last characters are at `index`, so that no half of one is left. */
function startOfEscape(text: string, index: number): number {
  const backslash = /[ux]/.test(text.charAt(index - 1)) ? index - 2 : index - 1;
  if (text.charAt(backslash) !== "\\") return index;
  let start = backslash;
  while (text.charAt(start - 1) === "\\") start--;
  return start;
}

/** Whether the code is that of a hexadecimal digit. `NaN`, outside of a text, is not. */
function isDigit(code: number): boolean {
  const letter = code | 32;
  return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 102);
}

/** Finds JSON Web Tokens. */
export function* jsonWebTokens(text: string): Generator<Span> {
  let done = 0;
  for (const { index } of text.matchAll(/eyJ[\w-]{6}/g)) {
    if (index < done) continue;
    done = indexOf(JWT_END, text, index);
    const [token] = JWT.exec(text.slice(index, done)) ?? [];
    if (token === undefined) continue;
    // Digits that touch the token would look like another one when it is gone.
    let start = index;
    while (isDigit(text.charCodeAt(start - 1))) start--;
    yield { start: startOfEscape(text, start), end: index + token.length };
  }
}

const JWT_END = /[^\w.-]/g;
const JWT = /^[\w-]+(?:\.[\w-]+){2,4}/;

/** Finds the userinfo of http and https URLs: a DSN's keys. */
export function* userinfos(text: string): Generator<Span> {
  for (const { 0: scheme, index } of text.matchAll(/https?:\/\//gi)) {
    const start = index + scheme.length;
    const end = start + text.slice(start, indexOf(USERINFO_END, text, start)).lastIndexOf("@");
    if (end > start) yield { start, end };
  }
}

const USERINFO_END = /[^\w.~!$*+=:%@-]/g;
