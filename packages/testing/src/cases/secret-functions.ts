import type { Authorization, AuthStrategy, ProvidedSecret, Rejection, Secret } from "@x/sentry-core";
import { soon } from "./expectations.ts";
import { someRequest } from "./some-request.ts";

/** A function that returns each value in turn, then repeats the last one, and counts its calls. */
export function provider(...values: (ProvidedSecret | Error)[]): {
  readonly secret: Secret;
  readonly calls: () => number;
} {
  let calls = 0;
  return {
    calls: () => calls,
    secret: async () => {
      const value = values[Math.min(calls, values.length - 1)];
      calls += 1;
      if (value === undefined || value instanceof Error) throw value;
      return value;
    },
  };
}

/** The refusal that another secret fixes. */
export const invalidToken: Rejection = Object.freeze({
  status: 401,
  url: someRequest.url,
  header: () => undefined,
  text: async () => '{"detail":"Invalid token"}',
});

export async function headerOf(strategy: AuthStrategy): Promise<string> {
  return (await soon(Promise.resolve(strategy.authorize(someRequest)), "an authorization")).header;
}

export async function renewedHeader(strategy: AuthStrategy, rejected: Authorization): Promise<string | undefined> {
  return (await soon(Promise.resolve(strategy.renew?.(rejected, someRequest, invalidToken)), "a renewed authorization"))
    ?.header;
}
