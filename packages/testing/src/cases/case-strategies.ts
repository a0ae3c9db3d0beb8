import { type Authorization, type AuthStrategy, defineStrategy, type Secret } from "@x/sentry-core";
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

/** A strategy for the token that the server takes when it is asked for, and how often it was asked for. */
export function renewingStrategy(server: CaseServer): {
  readonly strategy: AuthStrategy;
  readonly calls: () => number;
} {
  let calls = 0;
  const secret = async (): Promise<string> => {
    calls += 1;
    return (await server.credentials).token;
  };
  return { strategy: tokenStrategy(secret, server.origin), calls: () => calls };
}

/** A strategy made by hand, without any of core's help. */
export function handmadeStrategy(authorization: Authorization, renewed?: Authorization): AuthStrategy {
  return {
    name: "handmade",
    authorize: () => authorization,
    ...(renewed && { renew: () => renewed }),
  };
}

/** Both forms of a token that must not show. */
export function tokenForms(token: string): readonly string[] {
  return [token, btoa(token)];
}
