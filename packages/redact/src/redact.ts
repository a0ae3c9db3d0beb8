import { authorizationHeaders } from "./authorization.ts";
import { commandLines } from "./command-lines.ts";
import { type Layer, layersOf } from "./layers.ts";
import { namedValues } from "./named-values.ts";
import { schemeCredentials } from "./scheme-words.ts";
import { clientKeys, hexadecimalTokens, jsonWebTokens, prefixedTokens, userinfos, wholeTokens } from "./shapes.ts";
import { type Rule, replaceSpans, type Span } from "./span.ts";

const MARK = "[redacted]";

/** What makes a part of a text a secret: its own shape, or what stands in front of it. None finds a mark. */
const RULES: readonly Rule[] = [
  prefixedTokens,
  hexadecimalTokens,
  jsonWebTokens,
  userinfos,
  clientKeys,
  authorizationHeaders,
  schemeCredentials,
  ...namedValues,
  commandLines,
];

/** The rules for a text whose line breaks are removed: those that find a secret's end by themselves. */
const RULES_ACROSS_LINES: readonly Rule[] = [wholeTokens];

/**
 * Replaces every Sentry secret in a text by `[redacted]`, in time that is linear in its length.
 *
 * Tokens, DSN keys, headers' credentials and values of names such as `client_secret` are found in any common escaping. A
 * SHA-256 digest is redacted too: nothing distinguishes it from a token without a prefix. The rest of the text stays as it is.
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
    return replaceSpans(text, findSecrets(text), MARK);
  } catch {
    // The engine ran out of memory for a text of hundreds of megabytes. The part that was not searched may be a secret.
    return MARK;
  }
}

function findSecrets(text: string): Span[] {
  const { decoded, joined } = layersOf(text);
  return [...decoded.flatMap((layer) => search(layer, RULES)), ...search(joined, RULES_ACROSS_LINES)];
}

/** Returns the parts of the original text in which the rules find a secret when it reads like `layer`. */
function search({ text, toOriginal }: Layer, rules: readonly Rule[]): Span[] {
  return rules.flatMap((rule) => Array.from(rule(text), toOriginal));
}
