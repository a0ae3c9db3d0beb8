import { SentryAuthError } from "./errors.ts";

/**
 * The text of a secret without the white space around it; throws `ERR_INVALID_SECRET` for what no strategy can send.
 * `label` is what the strategy calls its secret (`token`, `DSN`, `API key`).
 */
export function checkSecret(secret: unknown, label: string, strategy: string): string {
  const given = secret ?? "";
  if (typeof given !== "string") throw new TypeError(`${strategy}: the ${label} must be a string or a function`);
  const text = given.trim();
  const problem = problemOf(text);
  if (problem) throw new SentryAuthError("ERR_INVALID_SECRET", `the ${label} ${problem}`, { strategy });
  return text;
}

function problemOf(text: string): string | undefined {
  // A scheme word alone is what is left of `Bearer ${variable}` when the variable is not set.
  if (/^(?:undefined|null|bearer|dsn|basic)?$/i.test(text)) return "is missing: set it";
  if (/^\$?[{<].*[}>]$/.test(text)) return "is a placeholder: put in the real one";
  const position = text.search(/[^!-~]/);
  if (position < 0) return undefined;
  return `has white space or an illegal character at position ${position}: give it alone, with no scheme word or line break`;
}
