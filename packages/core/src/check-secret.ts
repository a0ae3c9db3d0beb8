import { SentryAuthError } from "./errors.ts";

/**
 * The text of a secret without the white space around it; throws `ERR_INVALID_SECRET` for what no strategy can send.
 * `label` is what the strategy calls its secret (`token`, `DSN`, `API key`).
 */
export function checkSecret(secret: unknown, label: string, strategy: string): string {
  const given = secret ?? "";
  if (typeof given !== "string") throw new TypeError(`${strategy}: the ${label} must be a string or a function`);
  const text = given.trim();
  const position = text.search(/[^!-~]/);
  let problem: string;
  // A scheme word alone is what is left of `Bearer ${variable}` when the variable is not set.
  if (/^(?:undefined|null|bearer|dsn|basic)?$/i.test(text)) problem = "is missing: set it";
  else if (/^\$?[{<].*[}>]$/.test(text)) problem = "is a placeholder: put in the real one";
  else if (position < 0) return text;
  else
    problem = `has white space or an illegal character at position ${position}: give it alone, with no scheme word or line break`;
  throw new SentryAuthError("ERR_INVALID_SECRET", `the ${label} ${problem}`, { strategy });
}
