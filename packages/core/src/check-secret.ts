import { SentryAuthError } from "./errors.ts";

/**
 * The text of a secret without the white space around it; throws `ERR_INVALID_SECRET` for what no strategy can send.
 * `label` is what the strategy calls its secret (`token`, `DSN`, `API key`).
 */
export function checkSecret(secret: unknown, label: string, strategy: string): string {
  const given = secret ?? "";
  if (typeof given !== "string")
    throw new TypeError(`${strategy}: the ${label} must be a string, or a function that gives one`);
  const text = given.trim();
  const problem = problemOf(text, given.indexOf(text));
  if (problem) throw new SentryAuthError("ERR_INVALID_SECRET", `the ${label} ${problem}`, { strategy });
  return text;
}

/** What is wrong with a secret that begins at a position of the text that was given. */
function problemOf(text: string, start: number): string | undefined {
  if (/^(?:undefined|null)?$/.test(text)) return "is missing or empty: set it";
  if (/^(?:authorization:|(?:bearer|dsn|basic)(?!\S))/i.test(text))
    return "begins with a header or scheme word: leave it out";
  if (/^\$?[{<].*[}>]$/.test(text)) return "is a placeholder: put in the real one";
  const illegal = text.search(/[^!-~]/);
  return illegal < 0 ? undefined : `has white space, a control or a non-ASCII character at position ${start + illegal}`;
}
