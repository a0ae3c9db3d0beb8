import type { Authorization, AuthRequest, AuthStrategy, Rejection, Secret, SecretContext } from "./contract.ts";
import { invalidSecret, timedOut, unavailable } from "./errors.ts";
import { ownOption } from "./options.ts";
import { readRefusal } from "./refusal.ts";

// The last moment that a Date can represent.
const NEVER = 8.64e15;
/** A function is called at most this often, in milliseconds, and every value is used for at least as long. */
const BRAKE = 1_000;
/** How long a value is kept that the function returned again, in milliseconds. */
const SAME_VALUE_BRAKE = 5_000;
/** How long requests wait for a function, in seconds. */
const PATIENCE = 30;

/** A secret function, the strategy that it is for, and how its values become authorizations. */
export interface SecretSourceOptions<Checked extends Authorization> {
  readonly strategy: string;
  readonly provide: Exclude<Secret, string>;
  readonly authorizationOf: (secret: unknown) => Checked;
  readonly canRenew?: ((rejection: Rejection) => boolean | Promise<boolean>) | undefined;
}

/** Caches the value of a secret function until it expires or is rejected, and calls the function once for all requests. */
export function secretSource<Checked extends Authorization>({
  strategy,
  provide,
  authorizationOf,
  canRenew,
}: SecretSourceOptions<Checked>): Required<Pick<AuthStrategy, "authorize" | "renew">> {
  let current: Checked | undefined;
  let expiresAt = 0;
  let renewAt = 0;
  let pending: Promise<Checked> | undefined;
  let failure: unknown;
  // Until when the function is not called, and whether it returned the current value twice in a row.
  let brakeUntil = 0;
  let isSame: boolean | undefined;

  const keep = (provided: unknown): Checked => {
    const isText = typeof provided !== "object" || provided === null;
    const given = isText ? { value: provided } : (provided as { value: unknown; expiresAt?: Date | number });
    const authorization = authorizationOf(ownOption(given, "value"));
    const expiry = ownOption(given, "expiresAt");
    const end = expiry === undefined ? NEVER : Number(expiry);
    // Milliseconds below this are in 1973, seconds above it in the year 5138.
    if (!(end >= 1e11)) throw invalidSecret(strategy, "expiresAt must be in milliseconds: multiply seconds by 1000");
    const now = Date.now();
    isSame = authorization.header === current?.header;
    if (isSame) brakeUntil = now + SAME_VALUE_BRAKE;
    // Even an expired value is used for a second. Else each request would call the function.
    expiresAt = Math.max(end, now + BRAKE);
    renewAt = end > now ? end - Math.min(60_000, (end - now) / 10) : expiresAt;
    brakeUntil = Math.min(brakeUntil, expiresAt);
    current = authorization;
    failure = undefined;
    return authorization;
  };

  const call = (reason: SecretContext["reason"]): Promise<Checked> => {
    if (pending) return pending;
    const controller = new AbortController();
    brakeUntil = Date.now() + BRAKE;
    const fail = (error: unknown): never => {
      brakeUntil = Date.now() + BRAKE;
      failure = error;
      throw error;
    };
    const isCurrent = (): boolean => pending === called;
    const called: Promise<Checked> = new Promise<Checked>((resolve, reject) => {
      const timer = setTimeout(() => {
        const error = timedOut(strategy, PATIENCE);
        reject(error);
        controller.abort(error);
      }, PATIENCE * 1000);
      unref(timer);
      // The function starts after `pending` is set, so that its own request through the same client waits for it
      // instead of calling it again.
      void Promise.resolve()
        .then(() => provide({ reason, signal: controller.signal }))
        .then(
          // A value that arrives after the 30 seconds is ignored: a later call may have returned a newer one.
          (provided) => (isCurrent() ? keep(provided) : undefined),
          (error: unknown) => {
            throw unavailable(strategy, error);
          },
        )
        .then((kept) => kept && resolve(kept), reject)
        .finally(() => clearTimeout(timer));
    })
      .catch(fail)
      .finally(() => {
        pending = undefined;
      });
    pending = called;
    return called;
  };

  const isBraked = (now: number): boolean =>
    // A clock that was set back must not keep the brake on.
    now < brakeUntil && now >= brakeUntil - SAME_VALUE_BRAKE;

  const authorize = (): Authorization | Promise<Authorization> => {
    const now = Date.now();
    if (current && now < renewAt) return current;
    if (current && now < expiresAt) {
      // A failure is ignored: the first request after expiry calls again and reports it.
      if (!isBraked(now)) call("expiring").catch(() => {});
      return current;
    }
    // A value is valid for as long as its brake is on, so that the last call failed.
    if (!pending && isBraked(now)) throw failure;
    return call(current ? "expired" : "first");
  };

  const renew = async (
    rejected: Authorization,
    request: AuthRequest,
    rejection: Rejection,
  ): Promise<Authorization | undefined> => {
    const isRenewable = canRenew ? await canRenew(rejection) : (await readRefusal(rejection, request)).renewable;
    if (!isRenewable) return undefined;
    // A late 401 for an older value does nothing: the secret is already renewed.
    while (current?.header === rejected.header) {
      const now = Date.now();
      if (!pending && isBraked(now)) {
        if (failure !== undefined) throw failure;
        if (isSame) return undefined;
        await new Promise((resolve) => setTimeout(resolve, brakeUntil - now));
      } else await call("rejected");
    }
    return authorize();
  };
  return { authorize, renew };
}

/** Lets the process end while a timer runs, where timers would keep it alive. */
function unref(timer: unknown): void {
  (timer as { unref?(): void }).unref?.();
}
