import { invalidSecret } from "./errors.ts";

/**
 * Returns the text of a secret without the white space around it; throws `ERR_INVALID_SECRET` if no strategy can send it.
 * `label` is the strategy's name for its secret (`token`, `DSN`, `API key`).
 */
export function checkSecret(secret: unknown, label: string, strategy: string): string {
  if (secret !== undefined && secret !== null && typeof secret !== "string")
    throw new TypeError(`${strategy}: the ${label} must be a string or a function that returns one`);
  const text = secret?.trim();
  if (!text) {
    const given = text === "" ? "empty" : String(secret);
    throw invalidSecret(strategy, `no ${label} was given (it is ${given}). Is the environment variable set?`);
  }
  const problem = problemOf(text);
  if (problem) throw invalidSecret(strategy, `the ${label} ${problem}`);
  return text;
}

/** Values that people leave in the place of a secret, none of which Sentry issues. */
const MISTAKES: readonly (readonly [pattern: RegExp, problem: string])[] = [
  // A scheme word alone is what is left of `Bearer ${variable}` when the variable is not set.
  [/^(?:undefined|null|bearer|dsn|basic)$/i, "is missing. Is the environment variable set?"],
  [/^["'`]|["'`]$/, "is in quotes: remove them"],
  [/^(?:\$[A-Za-z_]\w*|\$?\{.*\}|<.*>|\[.*\]|%\w+%)$/s, "is a placeholder: use the real one"],
  [/^(?:my|your)[-_\w]*(?:token|key|dsn|secret)[-_\w]*$/i, "is a placeholder: use the real one"],
  [/^(?:sntry[a-z]_)?(?:x+|\*+|\.+|…+|•+)$/i, "is a placeholder: use the real one"],
  [/^(?:export\s+)?[A-Z][A-Z\d]*(?:_[A-Z\d]+)*=[^=]/, "is NAME=value: use the value alone"],
];

function problemOf(text: string): string | undefined {
  const mistake = MISTAKES.find(([pattern]) => pattern.test(text));
  if (mistake) return mistake[1];
  const position = text.search(/[^!-~]/);
  if (position < 0) return undefined;
  return `contains white space or an illegal character at position ${position}: use it alone, without a scheme word or a line break`;
}
