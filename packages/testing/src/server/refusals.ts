import { forbidden, jsonResponse, type SentryResponse } from "./sentry-response.ts";

/**
 * A way in which Sentry, or a proxy in front of it, refuses a request.
 *
 * @example
 * const refusal: Refusal = refusals["token-expired"];
 */
export interface Refusal {
  readonly status: number;
  /** Whether a new secret, or another credential, can help. */
  readonly renewable: boolean;
}

/**
 * The server's address and the challenge of its 401s.
 *
 * @internal
 */
export interface RefusalContext {
  readonly origin: string;
  readonly challenge: string;
}

/**
 * The name of a refusal, as in `/test/refusal/<name>`.
 *
 * @example
 * const name: RefusalName = "sso-required";
 */
export type RefusalName =
  | "invalid-token"
  | "invalid-org-token"
  | "token-expired"
  | "user-inactive"
  | "application-inactive"
  | "invalid-dsn"
  | "invalid-api-key"
  | "disabled-api-key"
  | "not-provided"
  | "other-organization"
  | "organization-only"
  | "malformed-header"
  | "sso-required"
  | "2fa-required"
  | "member-disabled-over-limit"
  | "sudo-required"
  | "email-verification-required"
  | "data-secrecy"
  | "proxy-html"
  | "proxy-basic"
  | "json-array"
  | "unknown-text"
  | "empty-body"
  | "endless-body"
  | "trickling-body"
  | "insufficient-scope"
  | "no-permission"
  | "disabled-for-members"
  | "identity-provider"
  | "missing-feature"
  | "superuser-required"
  | "staff-required"
  | "no-organization"
  | "rate-limited"
  | "too-many-at-once"
  | "resource-moved";

interface RefusalDefinition extends Refusal {
  readonly respond: (context: RefusalContext) => SentryResponse;
}

function unauthenticated(detail: unknown, renewable: boolean): RefusalDefinition {
  return {
    status: 401,
    renewable,
    respond: ({ challenge }) => jsonResponse(401, { detail }, { "WWW-Authenticate": challenge }),
  };
}

/** A refusal with a code, which Sentry sends without a challenge. */
function structured(
  status: number,
  code: string,
  message: string,
  extra: (origin: string) => object = () => ({}),
): RefusalDefinition {
  return refused(status, false, ({ origin }) =>
    jsonResponse(status, { detail: { code, message, extra: extra(origin) } }),
  );
}

function refused(status: number, renewable: boolean, respond: RefusalDefinition["respond"]): RefusalDefinition {
  return { status, renewable, respond };
}

function policy(detail: string): RefusalDefinition {
  return refused(403, false, () => jsonResponse(403, { detail }));
}

function rateLimited(detail: string): RefusalDefinition {
  // JSON without its own content type, as Sentry's middleware sends it.
  return refused(429, false, () => ({
    status: 429,
    headers: {
      "Content-Type": "text/html",
      "X-Sentry-Rate-Limit-Limit": "40",
      "X-Sentry-Rate-Limit-Remaining": "0",
      "X-Sentry-Rate-Limit-Reset": String(Math.ceil(Date.now() / 1000) + 1),
    },
    body: JSON.stringify({ detail }),
  }));
}

const loginPage = "<!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>";

const definitions: Readonly<Record<RefusalName, RefusalDefinition>> = {
  "invalid-token": unauthenticated("Invalid token", true),
  "invalid-org-token": unauthenticated("Invalid org token", true),
  "token-expired": unauthenticated("Token expired", true),
  "user-inactive": unauthenticated("User inactive or deleted", true),
  "application-inactive": unauthenticated("UserApplication inactive or deleted", true),
  "invalid-dsn": unauthenticated("Invalid dsn", true),
  "invalid-api-key": unauthenticated("API key is not valid", true),
  "disabled-api-key": unauthenticated("Key is disabled", true),
  "not-provided": unauthenticated("Authentication credentials were not provided.", false),
  "other-organization": unauthenticated("Unauthorized organization access.", false),
  "organization-only": unauthenticated("This token access is limited to organization endpoints.", false),
  "malformed-header": unauthenticated("Invalid token header. Token string should not contain spaces.", false),

  "sso-required": structured(401, "sso-required", "Must login via SSO", (origin) => ({
    loginUrl: `${origin}/auth/login/acme/`,
  })),
  "2fa-required": structured(401, "2fa-required", "Organization requires two-factor authentication to be enabled"),
  "member-disabled-over-limit": structured(401, "member-disabled-over-limit", "Organization over member limit", () => ({
    next: "/organizations/acme/disabled-member/",
  })),
  "sudo-required": structured(401, "sudo-required", "Account verification required.", () => ({ username: "jane" })),
  "email-verification-required": structured(401, "email-verification-required", "Email verification required.", () => ({
    username: "jane",
  })),
  "data-secrecy": structured(401, "data-secrecy", "Access to this organization is restricted."),

  "proxy-html": refused(401, false, () => ({ status: 401, headers: { "Content-Type": "text/html" }, body: loginPage })),
  "proxy-basic": refused(401, false, () => ({
    status: 401,
    headers: { "Content-Type": "text/plain", "WWW-Authenticate": 'Basic realm="Restricted"' },
    body: "Authorization required\n",
  })),
  "json-array": refused(401, false, ({ challenge }) =>
    jsonResponse(401, ["Invalid token"], { "WWW-Authenticate": challenge }),
  ),

  "unknown-text": unauthenticated("This text is not one of Sentry's.", true),
  "empty-body": refused(401, true, ({ challenge }) => ({ status: 401, headers: { "WWW-Authenticate": challenge } })),
  "endless-body": refused(401, true, ({ challenge }) => ({
    status: 401,
    headers: { "WWW-Authenticate": challenge },
    endless: "fast",
  })),
  "trickling-body": refused(401, true, ({ challenge }) => ({
    status: 401,
    headers: { "WWW-Authenticate": challenge },
    endless: "slow",
  })),

  "insufficient-scope": refused(403, false, () => forbidden(["org:read", "project:read"])),
  "no-permission": refused(403, false, () => forbidden()),
  "disabled-for-members": policy("Your organization has disabled this feature for members"),
  "identity-provider": policy("This team is managed through your organization's identity provider"),
  "missing-feature": policy("You do not have that feature enabled"),
  "superuser-required": structured(403, "superuser-required", "You need to re-authenticate for superuser."),
  "staff-required": structured(403, "staff-required", "You need to re-authenticate for staff."),

  "no-organization": refused(404, false, () => ({ status: 404, headers: {} })),
  "rate-limited": rateLimited(
    "You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds",
  ),
  "too-many-at-once": rateLimited(
    "You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is 25",
  ),
  "resource-moved": refused(302, false, () =>
    jsonResponse(
      302,
      {
        detail: {
          code: "resource-moved",
          message: "Resource has been moved",
          extra: { url: "/test/echo", slug: "website" },
        },
      },
      { Location: "/test/echo" },
    ),
  ),
};

/**
 * Every refusal that the server can send on demand, at `/test/refusal/<name>`.
 *
 * @example
 * const renewable = Object.entries(refusals).filter(([, { renewable }]) => renewable);
 */
export const refusals: Readonly<Record<RefusalName, Refusal>> = definitions;

/** The response for a refusal. */
export function refuse(name: RefusalName, context: RefusalContext): SentryResponse {
  return definitions[name].respond(context);
}

/** A 401 for a header that cannot be read. */
export function malformedHeader(detail: string, { challenge }: RefusalContext): SentryResponse {
  return jsonResponse(401, { detail }, { "WWW-Authenticate": challenge });
}
