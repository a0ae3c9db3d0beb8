import { isPlaceholder, isRandom, mayBeSecret } from "./looks.ts";
import type { Span } from "./span.ts";
import { beginningOfValue, endOfValue, type Value, valueBehind } from "./value.ts";

/**
 * Finds the credentials in `Authorization` and `Proxy-Authorization` headers: everything behind `Bearer`, `DSN` and `Basic`;
 * behind another word or none, what is quoted or looks random.
 */
export function* authorizationHeaders(text: string): Generator<Span> {
  let done = 0;
  for (const { 0: name, index } of text.matchAll(/authorization/gi)) {
    const value = valueBehind(text, index + name.length);
    if (value === undefined || value.start < done) continue;
    const credentials = credentialsOf(text, value);
    if (credentials === undefined) continue;
    done = endOfValue(text, credentials);
    yield { start: credentials.start, end: done };
  }
}

/** Returns the part of a header's value that is secret, or `undefined` if there is none. */
function credentialsOf(text: string, value: Value): Value | undefined {
  const behindScheme = skip(SCHEMES, text, value);
  if (behindScheme !== undefined) return mayBeSecret(beginningOfValue(text, behindScheme)) ? behindScheme : undefined;
  const first = beginningOfValue(text, value);
  if (!mayBeSecret(first)) return undefined;
  if (value.quote !== "" || value.assigned) return isPlaceholder(first) ? undefined : value;
  if (isRandom(first)) return value;
  const behindWord = skip(WORD, text, value);
  return behindWord !== undefined && isRandom(beginningOfValue(text, behindWord)) ? behindWord : undefined;
}

const SCHEMES = /(?:(?:bearer|basic|dsn)(?:\s+|\+))+(["'`]?)/iy;
const WORD = /[a-z]{2,20}[ \t]+(["'`]?)/iy;

/** Returns what is left of a value behind a match of the sticky `pattern`, whose first group is a quotation mark. */
function skip(pattern: RegExp, text: string, value: Value): Value | undefined {
  pattern.lastIndex = value.start;
  const [found, quote = ""] = pattern.exec(text) ?? [];
  return found === undefined
    ? undefined
    : { start: value.start + found.length, quote: value.quote || quote, assigned: value.assigned };
}
