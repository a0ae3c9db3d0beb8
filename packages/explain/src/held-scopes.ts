import type { PlatformSignal } from "@x/sentry-core";
import { scopeNames } from "./plain-words.ts";
import { readResult } from "./read-result.ts";
import { within } from "./within.ts";

/**
 * A client that adds the credential: a fetch, a ky instance or an axios instance.
 *
 * @example
 * const client: AuthenticatedClient = withSentryAuth(fetch, strategy);
 */
export type AuthenticatedClient = (url: string, init: { readonly signal: PlatformSignal }) => unknown;

const MILLISECONDS = 10_000;

/** Returns the scopes of the client's token, which `GET /api/0/` reports, or `undefined` if it doesn't. */
export async function heldScopes(client: AuthenticatedClient, url: string): Promise<readonly string[] | undefined> {
  const [base] = /^https?:\/\/[^?#]*?\/api\/0\//.exec(url) ?? [];
  if (base === undefined) return undefined;
  const controller = new AbortController();
  const scopes = await within(MILLISECONDS, async () => {
    const result = readResult(await client(base, { signal: controller.signal }));
    const { auth } = JSON.parse((result?.status === 200 && (await result.text())) || "{}");
    return Array.isArray(auth?.scopes) ? scopeNames(auth.scopes) : undefined;
  });
  // Ends what is late, or the rest of a body that was read from a clone.
  controller.abort();
  return scopes;
}
