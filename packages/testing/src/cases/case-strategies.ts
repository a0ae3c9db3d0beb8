import {
  type Authorization,
  type AuthRequest,
  type AuthStrategy,
  defineStrategy,
  readRefusal,
  type Secret,
} from "@x/sentry-core";
import type { CaseServer } from "./case-server.ts";

/** A strategy for the embedded server's tokens, as a third party would make one. */
export function tokenStrategy(secret: Secret, origin: string | readonly string[]): AuthStrategy {
  return defineStrategy({
    name: "conformance",
    scheme: "Bearer",
    label: "token",
    secret,
    origin,
    read: (token) => ({ credentials: token }),
  });
}

/** A strategy with the server's present token. */
export async function fixedStrategy(server: CaseServer, origin: string = server.origin): Promise<AuthStrategy> {
  return tokenStrategy((await server.credentials).token, origin);
}

/**
 * A strategy for the server's current token, and how often it read that token. It has no brakes, so that cases about an
 * adapter do not wait for them.
 */
export function renewingStrategy(server: CaseServer): {
  readonly strategy: AuthStrategy;
  readonly calls: () => number;
} {
  let calls = 0;
  let current: Promise<Authorization> | undefined;
  const obtain = (request: AuthRequest): Promise<Authorization> => {
    calls += 1;
    current = fixedStrategy(server).then((strategy) => strategy.authorize(request));
    return current;
  };
  const strategy: AuthStrategy = {
    name: "conformance",
    origins: [server.origin],
    authorize: (request) => current ?? obtain(request),
    renew: async (rejected, request, rejection) => {
      if (!(await readRefusal(rejection, request)).renewable) return undefined;
      const before = current;
      const isRejected = (await before)?.header === rejected.header;
      return isRejected && current === before ? obtain(request) : current;
    },
  };
  return { strategy, calls: () => calls };
}

/** A strategy made by hand, without any of core's help. */
export function handmadeStrategy(authorization: Authorization, renewed?: Authorization): AuthStrategy {
  return {
    name: "handmade",
    authorize: () => authorization,
    ...(renewed && { renew: () => renewed }),
  };
}
