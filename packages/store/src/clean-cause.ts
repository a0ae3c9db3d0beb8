/** The most errors inside of errors that are copied. */
const DEPTH = 5;

// The shapes of Sentry's tokens and of JWTs, for the secrets that the caller does not know.
const TOKENS = /sntr[a-z]{1,3}_[\w.+/=-]+|\b[0-9a-f]{64}\b|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/gi;

/**
 * Returns an error without secrets, to be the `cause` of another: the name, the code and the message, in which every
 * secret is replaced, and the same of its causes. Nothing else of the error is copied, since clients put whole requests
 * and responses into their errors.
 *
 * @example
 * const cause = cleanCause(new Error("unexpected reply to SET key 1a2b3c"), ["1a2b3c"]);
 * console.log(cause.message); // "unexpected reply to SET key [redacted]"
 *
 * @param secrets - The secrets that were at work. Their percent-encoded forms are replaced too.
 */
export function cleanCause(error: unknown, secrets: readonly (string | undefined)[] = []): Error {
  const forms = secrets.flatMap((secret) => (secret ? [secret, percentEncoded(secret)] : []));
  const clean = (text: unknown): string => {
    const known = forms.reduce((cleaned, form) => cleaned.replaceAll(form, "[redacted]"), String(text));
    return known.replaceAll(TOKENS, "[redacted]");
  };
  const copy = (from: unknown, depth: number): Error => {
    if (typeof from !== "object" || from === null) return new Error(clean(from));
    const { name, code, message, cause, errors } = from as Record<string, unknown>;
    const options = cause === undefined || depth === 0 ? undefined : { cause: copy(cause, depth - 1) };
    const cleaned: Error =
      Array.isArray(errors) && depth > 0
        ? new AggregateError(
            errors.slice(0, DEPTH).map((one) => copy(one, depth - 1)),
            clean(message ?? ""),
            options,
          )
        : new Error(clean(message ?? ""), options);
    if (typeof name === "string") Object.defineProperty(cleaned, "name", { value: clean(name), configurable: true });
    if (typeof code === "string" || typeof code === "number") Object.assign(cleaned, { code: clean(code) });
    return cleaned;
  };
  return copy(error, DEPTH);
}

function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Lone surrogates have no such form.
  }
}
