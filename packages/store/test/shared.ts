import type { Authorization, AuthStrategy, Rejection } from "@x/sentry-core";
import { SentryAuthError } from "@x/sentry-core";
import {
  type CredentialStore,
  defineSharedStrategy,
  type ExchangeOutcome,
  memoryStore,
  type SharedStrategyDefinition,
} from "../src/index.ts";

export const KEY = "acme:default";
export const REQUEST = { url: "https://sentry.io/api/0/", method: "GET" };
export const HOUR = 60 * 60 * 1000;

/** A server that issues one live token at a time. */
export class Issuer {
  exchanges = 0;
  /** The life of a token, in milliseconds. */
  life = 8 * HOUR;
  /** What the next exchanges return instead, or a promise of it. */
  readonly next: (ExchangeOutcome | Error | Promise<ExchangeOutcome>)[] = [];
  signal: AbortSignal | undefined;
  readonly reasons: string[] = [];

  readonly exchange: SharedStrategyDefinition["exchange"] = async (_, { reason, signal }) => {
    this.reasons.push(reason);
    this.signal = signal;
    this.exchanges += 1;
    const planned = this.next.shift();
    if (planned instanceof Error) throw planned;
    return planned ?? this.issue();
  };

  issue(): { value: string; issuedAt: number; expiresAt: number; refreshToken: string } {
    const now = Date.now();
    const number = String(this.exchanges);
    return {
      value: `token-${number}`,
      refreshToken: `refresh-${number}`,
      issuedAt: now,
      expiresAt: now + this.life,
    };
  }
}

/** Counts the calls of a store. */
export function counted(store: CredentialStore): CredentialStore & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    read: (key) => {
      calls.push("read");
      return store.read(key);
    },
    replace: (key, current, next) => {
      calls.push("replace");
      return store.replace(key, current, next);
    },
    lock: async (key, ms) => {
      calls.push("lock");
      const lock = await store.lock?.(key, ms);
      return {
        release: async () => {
          calls.push("release");
          await lock?.release();
        },
      };
    },
  };
}

/** One process with a shared credential. */
export function processWith(
  issuer: Issuer,
  store: CredentialStore = memoryStore(),
  rest: Partial<SharedStrategyDefinition> = {},
): AuthStrategy {
  return defineSharedStrategy({
    name: "acme",
    store,
    key: KEY,
    origins: ["https://sentry.io"],
    renewBefore: HOUR,
    exchange: issuer.exchange,
    superseded: () => new SentryAuthError("ERR_LOGIN_REQUIRED", "log in again", { strategy: "acme" }),
    ...rest,
  });
}

export async function headerOf(strategy: AuthStrategy): Promise<string> {
  return (await strategy.authorize(REQUEST)).header;
}

/** What the strategy does after a 401 with this detail. */
export async function after401(
  strategy: AuthStrategy,
  rejected: Authorization,
  detail = "Token expired",
): Promise<Authorization | undefined> {
  const rejection: Rejection = {
    status: 401,
    url: REQUEST.url,
    header: () => undefined,
    text: async () => JSON.stringify({ detail }),
  };
  return strategy.renew?.(rejected, REQUEST, rejection);
}
