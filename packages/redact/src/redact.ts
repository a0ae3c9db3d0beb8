/**
 * Replaces every Sentry secret in a text by `[redacted]`, for what is about to be logged or reported.
 *
 * - Auth tokens of all four kinds, also when they are encoded for a URL, JSON, JavaScript or HTML, and cut off ones that
 *   still have their prefix. A user token from before the prefixes is any run of exactly 64 hexadecimal digits. So is a
 *   SHA-256 digest: nothing tells the two apart, and digests go as well.
 * - A DSN's public and secret key, which is the userinfo of any http or https URL: scheme, host and project id stay. Also
 *   the values of `sentry_key` and `sentry_secret` in ingest URLs and headers.
 * - What follows `Bearer`, `DSN` and `Basic` in an `Authorization` header, whatever it is. In other places what follows
 *   these words goes only where it looks like credentials, so that prose keeps its basic usage and bearer tokens.
 *
 * All the rest stays as it is. A redacted text stays as it is, too. The time is linear in the length of the text. Where a
 * single token would be so long that the engine gives up on it, which takes tens of megabytes, the whole text goes.
 *
 * @example
 * redact("sent Authorization: Bearer 1a2b3c"); // "sent Authorization: Bearer [redacted]"
 *
 * @throws {TypeError} when `text` is not a string; never for a string.
 * @see https://docs.sentry.io/api/auth/
 */
export function redact(text: string): string {
  if (typeof text !== "string") throw new TypeError("redact: text must be a string");
  try {
    // In the order in which they can hold each other: userinfo may be a token, and credentials may end in the middle of
    // either, since only the word in front tells where they are.
    const keyless = text.replace(USERINFO, `$1${MARK}`).replace(ENCODED_USERINFO, `$1${MARK}`);
    return redactCredentials(keyless.replace(TOKEN, MARK)).replace(KEY_PARAMETER, `$1${MARK}`);
  } catch {
    // Engines give up on tens of megabytes without an end. What could not be searched may hold anything.
    return MARK;
  }
}

// Nothing below takes a value that begins with a bracket. That keeps a mark from being redacted again.
const MARK = "[redacted]";

/** `https://public:secret@host`, with the slashes of JSON (`\/`) and JavaScript (`\u002f`) as well. */
const USERINFO = /(https?:(?:\\*\/|\\+u002F){2})[\w.~!$*+=:%@-]+(?=@)/gi;

/** The same as a part of another URL: `https%3A%2F%2Fpublic%3Asecret%40host`. */
const ENCODED_USERINFO =
  /(https?(?::|%(?:25){0,3}3A)(?:%(?:25){0,3}2F){2})[\w.~!*-]+(?:%(?:25){0,3}3A[\w.~!*-]*)?(?=%(?:25){0,3}40)/gi;

const KEY_PARAMETER =
  /(sentry[_-](?:public_)?(?:key|secret)\\*["']?\s{0,9}(?:[:=]|%(?:25){0,3}3D)\s{0,9}\\*["']?)[a-z\d]{16,}/gi;

/** `+`, `/` and `=` the way that encoders for URLs (also one after another), JSON, JavaScript and HTML write them. */
const ESCAPED = String.raw`%(?:25){0,3}(?:2B|2F|3D)|\\+(?:/|u00(?:2B|2F|3D))|&#(?:x2B|x2F|x3D|43|47|61);`;

/** One character of a token, where not the next token begins. */
const BASE64 = String.raw`(?:(?!sntry[a-z]_)[a-z\d+/=]|${ESCAPED})`;
const WORD = String.raw`(?:(?!sntry[a-z]_)\w)`;

const TOKEN = new RegExp(
  [
    `sntrys_(?:${BASE64}{20,}(?:_${BASE64}{0,43})?|${BASE64}+_${BASE64}{43})${WORD}*`,
    String.raw`sntry[a-z]_(?:(?!sntry[a-z]_)[a-z\d]){16,}`,
    // An escape in front may end in what reads as one digit more: `%3D`, `\u003d`, `\b`.
    String.raw`(?:(?<![\da-f])|(?<=%(?:25){0,3}[\da-f]{2}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[bf]))[\da-f]{64}(?![\da-f])`,
  ].join("|"),
  "gi",
);

const SCHEME = /(bearer|basic|dsn)(?:(?:\s|%20|%09|\\+[tnr])+|\+)/gi;

/** How many characters are looked at, in front of a scheme word and behind it, to decide whether credentials follow. */
const BEFORE = 128;
const BEHIND = 64;

function redactCredentials(text: string): string {
  let redacted = "";
  let done = 0;
  for (const { 0: found, 1: scheme = "", index } of text.matchAll(SCHEME)) {
    const start = index + found.length;
    if (start < done) continue;
    const inHeader = isHeader(text.slice(Math.max(0, index - BEFORE), index));
    if (!inHeader && !looksSecret(scheme, text.slice(start, start + BEHIND))) continue;
    const value = inHeader ? HEADER_VALUE : CREDENTIALS;
    value.lastIndex = start;
    if (!value.test(text)) continue;
    redacted += text.slice(done, start) + MARK;
    done = value.lastIndex;
  }
  return redacted + text.slice(done);
}

// Up to white space or to what ends a value in JSON, source code, HTML and URLs; closing punctuation only where more
// follows. Placeholders such as `<token>`, `${token}` and `%s` do not begin like this.
const HEADER_VALUE = new RegExp(
  [
    String.raw`(?=[\w+/~-]|${ESCAPED})(?:`,
    String.raw`[^\s"'\x60\\<>&%,;)\]}.]|%(?!(?:25){0,3}2[0267])|${ESCAPED}`,
    String.raw`|[,;)\]}.]+(?=[^\s"'\x60\\<>&,;)\]}.])`,
    ")+",
  ].join(""),
  "iy",
);

const CREDENTIALS = new RegExp(String.raw`(?:[\w~+/=-]|\.(?=[\w~+/=-])|${ESCAPED})+`, "iy");

/** Whether a text ends in the name of the header and what may stand between it and the scheme word. */
function isHeader(before: string): boolean {
  const [, between] = AFTER_NAME.exec(before) ?? [];
  // Something has to join the two, as in `Authorization: Bearer` or `["authorization","Bearer`.
  return between !== undefined && /[:=>]|%(?:25){0,3}3[AD]|(?:["'`;]|%(?:25){0,3}2[27])$/i.test(between);
}

const AFTER_NAME =
  /authorization((?:[^a-z\d%&\\]|%(?:25){0,3}[\da-f]{2}|&#?\w+;|\\(?:u[\da-f]{4}|[nrt])?|headers?|value|b(?=\\*["'])|bearer|basic|dsn)*)$/i;

/** Whether credentials begin a text, going by their own looks. */
function looksSecret(scheme: string, text: string): boolean {
  CREDENTIALS.lastIndex = 0;
  const [value = ""] = CREDENTIALS.exec(text) ?? [];
  // Longer than words are, or as long as a long word and with a digit.
  if (/[a-z\d]{24}|^(?=\w{0,15}\d)\w{16}/i.test(value)) return true;
  if (/bearer/i.test(scheme)) return value.length >= 6 && /\d/.test(value);
  return /basic/i.test(scheme) && isUserAndPassword(value);
}

function isUserAndPassword(value: string): boolean {
  const [, base64 = ""] = /^([a-z\d+/]{2,64})(?:=*$|[a-z\d+/])/i.exec(value) ?? [];
  // Whole and readable, or cut off and readable for longer than chance allows.
  return base64.length % 4 !== 1 && /^[ -~]+:[ -~]*$|^[ -~]{16,}$/.test(atob(base64));
}
