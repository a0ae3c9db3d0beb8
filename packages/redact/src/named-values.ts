// Secrets that are recognized by the name in front of them.
import { isKey, isPlaceholder, isRandom, mayBeSecret } from "./looks.ts";
import type { Rule } from "./span.ts";
import { beginningOfValue, endOfValue, type Value, valueBehind, valueBehindSpace } from "./value.ts";

/** The values of names that Sentry, its clients and its tools give to secrets. */
export const namedValues: readonly Rule[] = [
  valuesOf("client[_-]?secret|secret[_-]?key|api[_-]?key|sentry[_-]?(?:key|secret|token)", isGiven),
  valuesOf("(?:auth|access|refresh)[_. -]?token|device[_-]?code|code[_-]?verifier|sentrysid", isGiven),
  // The parts of a DSN and of Basic credentials. People's names and passwords have the same names, but look different.
  valuesOf("public[_-]?key|user(?:name)?|pass(?:word)?", isKey),
  // An option of Node's http module: `auth: "user:password"`.
  valuesOf("(?<![a-z])auth", (text, { quote }) => isKey(text) || (quote !== "" && /^[^\s:]+:(?![\\/])/.test(text))),
];

/** Makes the rule for the values of all names that end in `names`, if `isSecret` the beginning of such a value. */
function valuesOf(names: string, isSecret: (text: string, value: Value) => boolean): Rule {
  const pattern = new RegExp(`(?:${names})(?![a-z])`, "gi");
  return function* (text) {
    let done = 0;
    for (const { 0: name, index } of text.matchAll(pattern)) {
      const end = index + name.length;
      const value = valueBehind(text, end) ?? valueBehindSpace(text, end);
      if (value === undefined || value.start < done) continue;
      const known = beginningOfValue(text, value);
      if (!mayBeSecret(known) || !isSecret(known, value)) continue;
      done = endOfValue(text, value);
      yield { start: value.start, end: done };
    }
  };
}

// Forms, JSON and environment files have a value behind a name, and nothing else. Prose goes on: "API key: not found".
function isGiven(text: string, { quote, assigned }: Value): boolean {
  return quote === "" && !assigned ? isRandom(text) : !isPlaceholder(text);
}
