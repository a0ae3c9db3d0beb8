import type { Authorization, AuthStrategy, ProvidedSecret } from "./contract.ts";
import { SentryAuthError } from "./errors.ts";

/** The error for a function that should have given a secret or an authorization, and failed. */
export function unavailable(strategy: string, cause: unknown): SentryAuthError {
  return new SentryAuthError("ERR_SECRET_UNAVAILABLE", "the function that provides the secret failed (see cause)", {
    strategy,
    cause,
  });
}

/** Keeps what `provide` gave until it expires or is rejected, and never asks twice at the same time. */
export function secretSource(
  strategy: string,
  provide: () => ProvidedSecret | Promise<ProvidedSecret>,
  authorizationOf: (secret: unknown) => Authorization,
): Required<Pick<AuthStrategy, "authorize" | "renew">> {
  let current: Authorization | undefined;
  let expiresAt = 0;
  let renewAt = 0;
  let pending: Promise<Authorization> | undefined;

  const ask = async (): Promise<Authorization> => {
    try {
      let provided: unknown;
      try {
        // The function starts after `pending` is set, so that a request of its own through the same client waits
        // for it instead of calling it again.
        await undefined;
        provided = await provide();
      } catch (error) {
        throw unavailable(strategy, error);
      }
      const { value, expiresAt: end } = isRecord(provided) ? provided : { value: provided, expiresAt: undefined };
      const authorization = authorizationOf(value);
      const now = Date.now();
      expiresAt = timeOf(end, strategy);
      renewAt = expiresAt - Math.min(60_000, (expiresAt - now) / 10);
      current = authorization;
      return authorization;
    } finally {
      pending = undefined;
    }
  };
  const renewed = (): Promise<Authorization> => {
    pending ??= ask();
    return pending;
  };

  const authorize = (): Authorization | Promise<Authorization> => {
    if (current === undefined) return renewed();
    if (renewAt === Number.POSITIVE_INFINITY) return current;
    const now = Date.now();
    if (now >= expiresAt) return renewed();
    // Silent: whoever comes after the end asks again, and gets the reason.
    if (now >= renewAt) renewed().catch(() => {});
    return current;
  };
  return {
    authorize,
    // A late 401 for an older value calls nothing: somebody else has renewed it already.
    renew: (rejected) => (current === undefined || current.header === rejected.header ? renewed() : authorize()),
  };
}

function isRecord(value: unknown): value is { readonly value?: unknown; readonly expiresAt?: unknown } {
  return typeof value === "object" && value !== null;
}

/** Milliseconds since the epoch. */
function timeOf(end: unknown, strategy: string): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  const time = Number(end instanceof Date ? end.getTime() : end);
  // Milliseconds below this are in 1973, seconds above it in the year 5138.
  if (time >= 1e11) return time;
  throw new SentryAuthError(
    "ERR_INVALID_SECRET",
    "expiresAt must be a Date or milliseconds since the epoch: multiply seconds by 1000",
    { strategy },
  );
}
