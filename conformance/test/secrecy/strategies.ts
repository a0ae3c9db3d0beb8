import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy, Secret } from "@x/sentry-core";
import { dsnAuth, parseDsn } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import type { ServerCredentials } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";

/** A strategy, and what about it is secret. */
export interface StrategySubject {
  readonly name: string;
  readonly make: (secret: Secret, origin: string | readonly string[]) => AuthStrategy;
  /** The credential that this strategy sends. */
  readonly secretOf: (credentials: ServerCredentials) => string;
  /** The parts of a credential that must show nowhere. */
  readonly hidden: (secret: string) => readonly string[];
}

const whole = (secret: string): readonly string[] => [secret];

const legacyBasic: StrategySubject = {
  name: "legacy-basic",
  make: (apiKey, origin) => legacyBasicAuth({ apiKey, origin }),
  secretOf: ({ apiKey }) => apiKey,
  hidden: whole,
};

export const strategySubjects: readonly StrategySubject[] = [
  {
    name: "bearer",
    make: (token, origin) => bearerAuth({ token, origin }),
    secretOf: ({ organizationToken }) => organizationToken,
    hidden: whole,
  },
  {
    name: "user-token",
    make: (token, origin) => userTokenAuth({ token, origin }),
    secretOf: ({ userToken }) => userToken,
    hidden: whole,
  },
  {
    name: "dsn",
    make: (dsn, origin) => dsnAuth({ dsn, origin }),
    secretOf: ({ dsnWithSecret }) => dsnWithSecret,
    // Its host and its project id are in every URL of the instance.
    hidden: (dsn) => [parseDsn(dsn).publicKey, new URL(dsn).password],
  },
  legacyBasic,
];
