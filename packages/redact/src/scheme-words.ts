import { beginning, isLongAndRandom, isRandom, isUserAndPassword } from "./looks.ts";
import { indexOf, type Span } from "./span.ts";

/**
 * Finds what follows `Bearer`, `DSN` and `Basic` outside of a header, where it looks like credentials: prose has its basic
 * usage and bearer tokens.
 */
export function* schemeCredentials(text: string): Generator<Span> {
  let done = 0;
  for (const { 0: found, 1: scheme = "", index } of text.matchAll(SCHEME)) {
    const start = index + found.length;
    if (start < done) continue;
    const value = CREDENTIALS.exec(beginning(text, start))?.[0] ?? "";
    if (!looksLikeCredentials(scheme.toLowerCase(), value)) continue;
    done = indexOf(CREDENTIALS_END, text, start);
    yield { start, end: text.charAt(done - 1) === "." ? done - 1 : done };
  }
}

const SCHEME = /(bearer|basic|dsn)(?:\s+|\+|["']?\s?[:=]\s?["']?)/gi;
const CREDENTIALS = /^(?:[\w~+/=-]|\.(?=[\w~+/=-]))+/;
const CREDENTIALS_END = /[^\w~+/=.-]|\.(?![\w~+/=-])/g;

function looksLikeCredentials(scheme: string, value: string): boolean {
  if (scheme === "bearer") return isRandom(value);
  return isLongAndRandom(value) || (scheme === "basic" && isUserAndPassword(value));
}
