import type { RefusalReason } from "./explanation.ts";
import type { Facts } from "./facts.ts";

const BY_CODE: ReadonlyMap<string, RefusalReason> = new Map([
  ["sso-required", "sso-required"],
  ["2fa-required", "two-factor-required"],
  ["sudo-required", "verification-required"],
  ["email-verification-required", "verification-required"],
  ["member-disabled-over-limit", "member-limit"],
  ["data-secrecy", "policy"],
  ["superuser-required", "no-permission"],
  ["staff-required", "no-permission"],
]);

// Sentry's texts, with or without a period at the end.
const BY_DETAIL: readonly (readonly [detail: RegExp, reason: RefusalReason])[] = [
  [/^Invalid (?:org )?token\.?$/, "invalid-token"],
  [/^Token expired\.?$/, "expired-token"],
  [/^(?:User|UserApplication) inactive or deleted\.?$/, "inactive-account"],
  [/^Unauthorized organization access\.?$/, "wrong-organization"],
  [/^This token access is limited to organization endpoints\.?$/, "organization-only"],
  [/^Invalid (?:token|basic) header/, "malformed-header"],
  [/^Invalid dsn\.?$/, "invalid-dsn"],
  [/^(?:API key is not valid|Key is disabled)\.?$/, "invalid-api-key"],
  [/^Your organization has disabled this feature/, "policy"],
  [/^This team is managed through your organization's identity provider/, "policy"],
  [/^You do not have that feature enabled/, "policy"],
];

const NOT_PROVIDED = /^Authentication credentials were not provided\.?$/;

/** The endpoints that accept a browser session only. */
const SESSION_ONLY = /^(?:api-tokens(?:\/|$)|organizations\/[^/]+\/org-auth-tokens\/[^/]+)/;

/** Returns the reason for a refusal. */
export function reasonOf(facts: Facts): RefusalReason {
  const { status, by, detail = "", code = "", isForeign, isPage, path } = facts;
  if (status === 429) return "rate-limited";
  if (isForeign && !isPage && status < 500) return "redirected";
  if (status === 404) return "not-found";
  if (status >= 500) return "unknown";
  if (by === "proxy") return "proxy";
  if (NOT_PROVIDED.test(detail)) return status === 403 || SESSION_ONLY.test(path) ? "session-only" : "no-credential";
  const known = BY_CODE.get(code) ?? BY_DETAIL.find(([text]) => text.test(detail))?.[1];
  if (known) return known;
  if (status !== 403) return "unknown";
  return facts.namesScopes || lacksScope(facts) ? "missing-scope" : "no-permission";
}

/** Whether the token is known to have none of the scopes that the operation accepts. */
function lacksScope({ required, held, kind }: Facts): boolean {
  if (!required || required.length === 0) return false;
  const scopes = held ?? (kind === "organization" ? ["org:ci"] : undefined);
  return scopes !== undefined && !required.some((scope) => scopes.includes(scope));
}
