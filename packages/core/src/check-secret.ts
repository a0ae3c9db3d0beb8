import { SentryAuthError } from "./errors.ts";

/**
 * The text of a secret without the white space around it; throws `ERR_INVALID_SECRET` for what no strategy can send.
 * `label` is what the strategy calls its secret (`token`, `DSN`, `API key`).
 */
export function checkSecret(secret: unknown, label: string, strategy: string): string {
  const refuse = (reason: string): never => {
    throw new SentryAuthError("ERR_INVALID_SECRET", `the ${label} ${reason}`, { strategy });
  };
  if (secret === undefined || secret === null) return refuse(MISSING);
  if (typeof secret !== "string")
    throw new TypeError(`${strategy}: the ${label} must be a string, or a function that gives one`);
  const text = secret.trim();
  if (/^(?:undefined|null)?$/.test(text)) return refuse(MISSING);
  if (/^(?:authorization:|(?:bearer|dsn|basic)(?:\s|$))/i.test(text)) {
    return refuse(`begins with a header or scheme word: give the ${label} alone`);
  }
  if (/^\$?[{<].*[}>]$/.test(text)) return refuse("is a placeholder: put the real one in its place");
  const illegal = text.search(/[^!-~]/);
  if (illegal >= 0) {
    return refuse(`has white space, a control or a non-ASCII character at position ${secret.indexOf(text) + illegal}`);
  }
  return text;
}

const MISSING = "is missing or empty: check the variable or file that it comes from";
