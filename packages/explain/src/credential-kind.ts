import type { AuthRequest, AuthStrategy } from "@x/sentry-core";
import { within } from "./within.ts";

/** The kind of a credential, as far as it matters for what Sentry permits. */
export type CredentialKind = "user" | "organization" | "integration" | "oauth" | "dsn" | "api-key";

const BY_NAME: ReadonlyMap<string, CredentialKind> = new Map([
  ["user-token", "user"],
  ["dsn", "dsn"],
  ["legacy-basic", "api-key"],
  ["integration", "integration"],
  ["oauth", "oauth"],
]);
// A token without a prefix may be of any kind.
const BY_PREFIX: ReadonlyMap<string, CredentialKind> = new Map([
  ["bearer sntrys_", "organization"],
  ["bearer sntryu_", "user"],
  ["bearer sntrya_", "oauth"],
  ["bearer sntryi_", "integration"],
]);
const MILLISECONDS = 1_000;

/** Returns the kind of a strategy's credential: by the strategy's name, else by the prefix of the token it provides. */
export async function credentialKind(
  strategy: AuthStrategy | undefined,
  request: AuthRequest | undefined,
): Promise<CredentialKind | undefined> {
  const named = BY_NAME.get(strategy?.name ?? "");
  if (named || !strategy || !request) return named;
  // The header stays out of local variables, which error reporters record.
  return within(MILLISECONDS, async () =>
    BY_PREFIX.get((await strategy.authorize(request)).header.slice(0, "bearer sntry?_".length).toLowerCase()),
  );
}
