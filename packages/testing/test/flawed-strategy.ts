import { defineStrategy, SentryAuthError } from "@x/sentry-core";
import type { StrategySubject } from "../src/index.ts";

/** How a strategy is made. */
export type Create = StrategySubject["create"];

/** Makes a sound strategy. */
export const create: Create = (secret, origin) =>
  defineStrategy({
    name: "flawed",
    scheme: "Bearer",
    secret,
    origin,
    read: (token) => {
      if (token.startsWith("other-kind-")) {
        throw new SentryAuthError("ERR_INVALID_SECRET", "this is of another kind", { strategy: "flawed" });
      }
      return { credentials: token, origins: token.startsWith("acme-") ? ["https://sentry.acme.com"] : [] };
    },
  });

/** A sound strategy, or one made in a worse way. */
export function flawedStrategy(made: Create = create): StrategySubject {
  return {
    name: "flawed",
    create: made,
    valid: [
      { secret: "0123456789abcdef0123456789abcdef", header: "Bearer 0123456789abcdef0123456789abcdef" },
      {
        secret: "acme-fedcba9876543210fedcba9876543210",
        header: "Bearer acme-fedcba9876543210fedcba9876543210",
        origins: ["https://sentry.acme.com"],
      },
    ],
    invalid: ["other-kind-0123456789abcdef"],
    secretOf: ({ token }) => token,
  };
}
