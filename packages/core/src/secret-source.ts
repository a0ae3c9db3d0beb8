import type { Authorization, AuthStrategy, ProvidedSecret } from "./contract.ts";
import { SentryAuthError } from "./errors.ts";

// The last moment that a Date can hold.
const NEVER = 8.64e15;

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

  const keep = (provided: unknown): Authorization => {
    const { value, expiresAt: end = NEVER } = typeof provided === "string" ? { value: provided } : Object(provided);
    const authorization = authorizationOf(value);
    const time = Number(end);
    // Milliseconds below this are in 1973, seconds above it in the year 5138.
    if (!(time >= 1e11)) {
      throw new SentryAuthError("ERR_INVALID_SECRET", "expiresAt must be in milliseconds: multiply seconds by 1000", {
        strategy,
      });
    }
    expiresAt = time;
    renewAt = time - Math.min(60_000, (time - Date.now()) / 10);
    current = authorization;
    return authorization;
  };
  const renewed = (): Promise<Authorization> => {
    // The function starts after `pending` is set, so that a request of its own through the same client waits for it
    // instead of calling it again.
    pending ??= Promise.resolve()
      .then(provide)
      .then(keep, (error) => {
        throw unavailable(strategy, error);
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  const authorize = (): Authorization | Promise<Authorization> => {
    const now = Date.now();
    if (current && now < renewAt) return current;
    const next = renewed();
    if (!current || now >= expiresAt) return next;
    // Silent: whoever comes after the end asks again, and gets the reason.
    next.catch(() => {});
    return current;
  };
  return {
    authorize,
    // A late 401 for an older value calls nothing: somebody else has renewed it already.
    renew: ({ header }) => (current?.header === header ? renewed() : authorize()),
  };
}
