import type { RefusalReason } from "../src/index.ts";

/** A response in Sentry's own bytes, and its explanation. */
export interface Recorded {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly reason: RefusalReason;
  readonly by?: "proxy";
  /** What the message has to say, in order. */
  readonly says: readonly string[];
  /** Sentry's words, unless they are the body's `detail`. */
  readonly detail?: string | undefined;
}

const json = { "Content-Type": "application/json" };
const challenged = { ...json, "WWW-Authenticate": 'Bearer realm="api"' };
const older = { ...json, "WWW-Authenticate": 'xBasic realm="api"' };
const html = { "Content-Type": "text/html; charset=utf-8" };

function detail(text: string): string {
  return JSON.stringify({ detail: text });
}

function structured(code: string, message: string, extra: object = {}): string {
  return JSON.stringify({ detail: { code, message, extra } });
}

export const reset = 1_795_536_000;

/** One for each row of the refusals that Sentry is known to send, and for the proxies in front of it. */
export const recorded: readonly Recorded[] = [
  {
    name: "a missing credential",
    status: 401,
    headers: challenged,
    body: detail("Authentication credentials were not provided."),
    reason: "no-credential",
    says: ["No credential arrived at http://127.0.0.1:", "withSentryAuth", "redirect", "browser"],
  },
  {
    name: "an unknown token",
    status: 401,
    headers: challenged,
    body: detail("Invalid token"),
    reason: "invalid-token",
    says: ["revoked", "copied whole", "another Sentry than http://127.0.0.1:", "seconds old", "Custom Integrations"],
  },
  {
    name: "an unknown token, on an older Sentry",
    status: 401,
    headers: older,
    body: detail("Invalid token"),
    reason: "invalid-token",
    says: ["revoked"],
  },
  {
    name: "an unknown organization token",
    status: 401,
    headers: challenged,
    body: detail("Invalid org token"),
    reason: "invalid-token",
    says: ["revoked"],
  },
  {
    name: "an expired token",
    status: 401,
    headers: challenged,
    body: detail("Token expired"),
    reason: "expired-token",
    says: ["The token has expired.", "User settings › Personal Tokens", "a function"],
  },
  {
    name: "an inactive user",
    status: 401,
    headers: challenged,
    body: detail("User inactive or deleted"),
    reason: "inactive-account",
    says: ["The user who owns the token", "internal integration"],
  },
  {
    name: "an inactive application",
    status: 401,
    headers: challenged,
    body: detail("UserApplication inactive or deleted"),
    reason: "inactive-account",
    says: ["The OAuth application"],
  },
  {
    name: "another organization",
    status: 401,
    headers: challenged,
    body: detail("Unauthorized organization access."),
    reason: "wrong-organization",
    says: ["belongs to another organization", "Correct the URL"],
  },
  {
    name: "an endpoint of no organization",
    status: 401,
    headers: challenged,
    body: detail("This token access is limited to organization endpoints."),
    reason: "organization-only",
    says: ["limited to one organization", "/api/0/organizations/"],
  },
  {
    name: "a malformed token header",
    status: 401,
    headers: challenged,
    body: detail("Invalid token header. Token string should not contain spaces."),
    reason: "malformed-header",
    says: ["can't read the Authorization header", "Remove the code"],
  },
  {
    name: "a malformed Basic header",
    status: 401,
    headers: older,
    body: detail("Invalid basic header. No credentials provided."),
    reason: "malformed-header",
    says: ["can't read the Authorization header"],
  },
  {
    name: "an unknown DSN",
    status: 401,
    headers: challenged,
    body: detail("Invalid dsn"),
    reason: "invalid-dsn",
    says: ["No active client key", "Project settings › Client Keys (DSN)"],
  },
  {
    name: "an unknown API key",
    status: 401,
    headers: challenged,
    body: detail("API key is not valid"),
    reason: "invalid-api-key",
    says: ["doesn't recognize this API key", "internal integration"],
  },
  {
    name: "a disabled API key",
    status: 401,
    headers: challenged,
    body: detail("Key is disabled"),
    reason: "invalid-api-key",
    says: ["This API key is disabled", "Organization settings › API Keys"],
  },
  {
    name: "single sign-on",
    status: 401,
    headers: challenged,
    body: structured("sso-required", "Must login via SSO", { loginUrl: "/auth/login/acme/" }),
    reason: "sso-required",
    says: ["single sign-on", "/auth/login/acme/", "internal integration"],
    detail: "Must login via SSO",
  },
  {
    name: "two-factor authentication",
    status: 401,
    headers: challenged,
    body: structured("2fa-required", "Organization requires two-factor authentication to be enabled"),
    reason: "two-factor-required",
    says: ["two-factor authentication", "User settings › Security"],
    detail: "Organization requires two-factor authentication to be enabled",
  },
  {
    name: "the password",
    status: 401,
    headers: challenged,
    body: structured("sudo-required", "Account verification required.", { username: "jane" }),
    reason: "verification-required",
    says: ["password", "no token can provide it"],
    detail: "Account verification required.",
  },
  {
    name: "an unverified email address",
    status: 401,
    headers: challenged,
    body: structured("email-verification-required", "Email verification required.", { username: "jane" }),
    reason: "verification-required",
    says: ["verify their email address", "User settings › Emails"],
    detail: "Email verification required.",
  },
  {
    name: "too many members",
    status: 401,
    headers: challenged,
    body: structured("member-disabled-over-limit", "Organization over member limit", {
      next: "/organizations/acme/disabled-member/",
    }),
    reason: "member-limit",
    says: ["more members than its plan allows", "Organization settings › Members"],
    detail: "Organization over member limit",
  },
  {
    name: "data secrecy",
    status: 401,
    headers: challenged,
    body: structured("data-secrecy", "Access to this organization is restricted."),
    reason: "policy",
    says: ["Sentry's staff"],
    detail: "Access to this organization is restricted.",
  },
  {
    name: "a missing scope",
    status: 403,
    headers: { ...json, "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="project:admin project:write"' },
    body: detail("You do not have permission to perform this action."),
    reason: "missing-scope",
    says: ["Sentry refused this: the token needs one of project:write, project:admin.", "Custom Integrations"],
  },
  {
    name: "a single missing scope",
    status: 403,
    headers: { ...json, "WWW-Authenticate": 'Bearer error="insufficient_scope", scope="event:admin"' },
    body: detail("You do not have permission to perform this action."),
    reason: "missing-scope",
    says: ["the token needs the scope event:admin."],
  },
  {
    name: "a 403 without scopes",
    status: 403,
    headers: json,
    body: detail("You do not have permission to perform this action."),
    reason: "no-permission",
    says: ["Most likely the token lacks a permission (scope)", "role or the team", "another kind of token"],
  },
  {
    name: "a session-only endpoint without a challenge",
    status: 403,
    headers: json,
    body: detail("Authentication credentials were not provided."),
    reason: "session-only",
    says: ["logged in to Sentry in a browser", "no token works here"],
  },
  {
    name: "a feature that is disabled for members",
    status: 403,
    headers: json,
    body: detail("Your organization has disabled this feature for members"),
    reason: "policy",
    says: ["disabled this for its members", "Organization settings › General Settings"],
  },
  {
    name: "a team of the identity provider",
    status: 403,
    headers: json,
    body: detail("This team is managed through your organization's identity provider"),
    reason: "policy",
    says: ["identity provider"],
  },
  {
    name: "a feature that is not enabled",
    status: 403,
    headers: json,
    body: detail("You do not have that feature enabled"),
    reason: "policy",
    says: ["isn't part of the organization's plan"],
  },
  {
    name: "an endpoint for superusers",
    status: 403,
    headers: json,
    body: structured("superuser-required", "You need to re-authenticate for superuser."),
    reason: "no-permission",
    says: ["operators"],
    detail: "You need to re-authenticate for superuser.",
  },
  {
    name: "an organization that doesn't exist",
    status: 404,
    headers: { "Content-Length": "0" },
    body: "",
    reason: "not-found",
    says: ["There is no such organization at http://127.0.0.1:", "region"],
  },
  {
    name: "something that isn't there",
    status: 404,
    headers: json,
    body: detail("The requested resource does not exist"),
    reason: "not-found",
    says: ["Most likely an organization, a project or an id in the URL is wrong", "older"],
  },
  {
    name: "a page that isn't there",
    status: 404,
    headers: html,
    body: "<!doctype html><title>404</title>",
    reason: "not-found",
    by: "proxy",
    says: ["A web page came back", "/api/0/"],
  },
  {
    name: "too many requests",
    status: 429,
    headers: { ...html, "X-Sentry-Rate-Limit-Reset": String(reset) },
    body: detail("You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds"),
    reason: "rate-limited",
    says: ["Too many requests to this endpoint.", new Date(reset * 1000).toISOString(), "share the limit"],
  },
  {
    name: "too many requests at once",
    status: 429,
    headers: html,
    body: detail("You are attempting to go above the allowed concurrency for this endpoint. Concurrency limit is 25"),
    reason: "rate-limited",
    says: ["at the same time"],
  },
  {
    name: "too many requests, at the gateway",
    status: 429,
    headers: json,
    body: JSON.stringify({ error: "apigateway", detail: "Too many requests" }),
    reason: "rate-limited",
    says: ["in a few seconds"],
  },
  {
    name: "nginx's password",
    status: 401,
    headers: { ...html, "WWW-Authenticate": 'Basic realm="Restricted"' },
    body: "<html>\r\n<head><title>401 Authorization Required</title></head>\r\n</html>",
    reason: "proxy",
    by: "proxy",
    says: ["asks for its own user name and password", "@x/sentry-proxy"],
  },
  {
    name: "Cloudflare Access's page",
    status: 403,
    headers: html,
    body: "<!DOCTYPE html><html><title>Forbidden</title></html>",
    reason: "proxy",
    by: "proxy",
    says: ["A proxy in front of Sentry refused the request with status 403", "@x/sentry-proxy"],
  },
  {
    name: "Google IAP's text",
    status: 401,
    body: "Invalid IAP credentials: empty token",
    reason: "proxy",
    by: "proxy",
    says: ["A proxy in front of Sentry refused the request with status 401"],
  },
  {
    name: "a text that isn't known",
    status: 401,
    headers: challenged,
    body: detail("The moon is full"),
    reason: "unknown",
    says: ["status 401: “The moon is full”", "invalid", "gateway"],
  },
  {
    name: "an empty 401",
    status: 401,
    headers: { "WWW-Authenticate": 'Bearer realm="api"', "Content-Length": "0" },
    body: "",
    reason: "unknown",
    says: ["status 401 and an empty body"],
  },
  {
    name: "a request that is wrong",
    status: 400,
    headers: json,
    body: JSON.stringify({ slug: ["Enter a valid slug."] }),
    reason: "unknown",
    says: ["status 400", "credential is probably not the cause"],
  },
  {
    name: "an outage",
    status: 503,
    headers: json,
    body: JSON.stringify({ error: "apigateway", detail: "Downstream service temporarily unavailable" }),
    reason: "unknown",
    says: ["Sentry failed with status 503: “Downstream service temporarily unavailable”", "try again later"],
  },
  {
    name: "an outage of a proxy",
    status: 502,
    headers: html,
    body: "<html><title>502 Bad Gateway</title></html>",
    reason: "unknown",
    by: "proxy",
    says: ["A proxy in front of Sentry failed with status 502"],
  },
];
