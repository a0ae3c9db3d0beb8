import {
  type Authorization,
  type AuthRequest,
  type AuthStrategy,
  defineStrategy,
  type Refusal,
  type Rejection,
  readRefusal,
  SentryAuthError,
} from "@x/sentry-core";
import type { KeptCredential } from "./kept-credential.ts";
import { createRenewals } from "./renewals.ts";
import { sharedStore } from "./shared-store.ts";
import type { ExchangeContext, SharedStrategyDefinition } from "./shared-strategy-definition.ts";
import { BRAKE, delay, within } from "./timing.ts";

/** How long requests wait for a renewal, in milliseconds. */
const PATIENCE = 30_000;
/** How long a replica may not know a new token, and how long a request waits for it, in milliseconds. */
const LAG = 10_000;
const LAG_WAIT = 1_000;

/** A fixed secret's authorization is the same for every request. */
const SOME_REQUEST: AuthRequest = { url: "https://sentry.io/", method: "GET" };

/** The credential in use. */
interface Current {
  readonly credential: KeptCredential;
  readonly authorization: Authorization;
  renewAt: number;
}

/**
 * Creates a strategy for a credential of which only one is alive at a time, shared by the processes that use the store.
 *
 * A request with a valid credential makes no call to the store. A renewal takes the store's lock, reads, uses another
 * process' credential if there is one, and otherwise exchanges and stores before the first use. Requests that start
 * during a renewal wait for it, at most 30 seconds.
 *
 * @example
 * const strategy = defineSharedStrategy({
 *   name: "acme",
 *   store: memoryStore(),
 *   key: credentialKey({ kind: "acme", instance: "https://sentry.io", clientId: "1a2b3c", account: "default" }),
 *   origins: ["https://sentry.io", "https://*.sentry.io"],
 *   renewBefore: 60_000,
 *   exchange: async () => ({ value: await newToken(), issuedAt: Date.now() }),
 *   superseded: () => new SentryAuthError("ERR_LOGIN_REQUIRED", "log in again", { strategy: "acme" }),
 * });
 *
 * @throws {TypeError} when `origin` is not an origin, or the store lacks `read` or `replace`.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export function defineSharedStrategy(definition: SharedStrategyDefinition): AuthStrategy {
  const { name, origin, origins, renewBefore } = definition;
  const store = sharedStore(name, definition.store, definition.key);
  const renewals = createRenewals(definition, store);
  const define = (secret: string): AuthStrategy =>
    defineStrategy({
      name,
      scheme: "Bearer",
      label: "token",
      secret,
      origin,
      read: (token) => ({ credentials: token, origins }),
    });
  const authorizationOf = (credential: KeptCredential): Authorization =>
    define(credential.stored.value).authorize(SOME_REQUEST) as Authorization;
  // Checks `origin`, before there is a token.
  const trusted = (define("0").authorize(SOME_REQUEST) as Authorization).origins;

  let current: Current | undefined;
  let pending: Promise<Current> | undefined;
  let reading: Promise<void> | undefined;
  // Authorizations that were sent again because a replica may not have known their token.
  const waited = new WeakSet<Authorization>();

  const use = (credential: KeptCredential): Current => {
    const { issuedAt, expiresAt } = credential;
    const window = Math.min(Math.max(expiresAt - issuedAt, 0) / 10, renewBefore);
    const now = Date.now();
    // Even an expired credential is used for a second. Else each request would exchange it.
    const renewAt = expiresAt > now ? expiresAt - Math.random() * window : now + BRAKE;
    current = { credential, authorization: authorizationOf(credential), renewAt };
    return current;
  };

  const start = (reason: ExchangeContext["reason"]): Promise<Current> => {
    const known = current;
    const controller = new AbortController();
    const renewal = renewals.renew(known?.credential, { reason, signal: controller.signal }).then((renewed) => {
      if ("credential" in renewed) return use(renewed.credential);
      const now = Date.now();
      if (reason !== "expiring" || !known || now >= known.credential.expiresAt) throw renewed.unchanged;
      // The old credential is alive: later requests try again.
      const { expiresAt } = known.credential;
      known.renewAt = Math.min(expiresAt, now + Math.max(BRAKE, (expiresAt - now) / 10));
      return known;
    });
    const late = (): SentryAuthError => {
      const message = `the credential was not renewed within ${PATIENCE / 1000} seconds`;
      const error = new SentryAuthError("ERR_SECRET_UNAVAILABLE", message, { strategy: name });
      controller.abort(error);
      return error;
    };
    // An exchange that was sent goes on after that, and its result is stored.
    const started = within(PATIENCE, renewal, late).finally(() => {
      if (pending === started) pending = undefined;
    });
    pending = started;
    return started;
  };

  const obtain = async (): Promise<Authorization> => {
    if (!pending) {
      const failure = renewals.recentFailure();
      if (failure) throw failure;
    }
    const reason = !current ? "first" : current.credential.isExpired() ? "expired" : "expiring";
    return (await (pending ?? start(reason))).authorization;
  };

  const authorize = (): Authorization | Promise<Authorization> =>
    current && !pending && Date.now() < current.renewAt && !renewals.hasUnstored() ? current.authorization : obtain();

  /** Reads the store once for all requests that wait, and uses another process' credential if there is one. */
  const learn = (known: Current): Promise<void> => {
    reading ??= store
      .read()
      .then((stored) => {
        if (stored && current === known && stored.id !== known.credential.id && !stored.isExpired()) use(stored);
      })
      .catch(() => {})
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };

  const mayLag = ({ credential }: Current, rejected: Authorization, { detail }: Refusal): boolean =>
    /^Invalid token\.?$/.test(detail ?? "") &&
    Date.now() - credential.issuedAt < LAG &&
    !credential.isExpired() &&
    !waited.has(rejected);

  const renew = async (
    rejected: Authorization,
    request: AuthRequest,
    rejection: Rejection,
  ): Promise<Authorization | undefined> => {
    const refusal = await readRefusal(rejection, request);
    if (!refusal.renewable) return undefined;
    const known = current;
    // A late 401 for an older credential renews nothing.
    if (known?.authorization.header !== rejected.header) return authorize();
    if (!pending && mayLag(known, rejected, refusal)) {
      await learn(known);
      if (current === known) await delay(LAG_WAIT);
      if (current === known) await learn(known);
      if (current === known && !pending && !known.credential.isExpired()) {
        // Another object than the first one, so that its 401 is recognized.
        const again = authorizationOf(known.credential);
        waited.add(again);
        return again;
      }
    }
    while (current === known) await (pending ?? start("rejected"));
    return authorize();
  };

  return Object.freeze({ name, origins: trusted, resends: 2, authorize, renew });
}
