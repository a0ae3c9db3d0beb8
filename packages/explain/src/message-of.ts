import type { RefusalReason } from "./explanation.ts";
import type { Facts } from "./facts.ts";
import {
  API_KEYS,
  CLIENT_KEYS,
  INTEGRATIONS,
  MEMBERS,
  moreScopes,
  newToken,
  ORGANIZATION_TOKENS,
  PERSONAL_TOKENS,
} from "./settings.ts";

const INTEGRATION_TOKEN = `the token of an internal integration (${INTEGRATIONS})`;

/** For each reason, what happened and what to do. Where several causes are possible, the most likely one comes first. */
const MESSAGES: Readonly<Record<RefusalReason, (facts: Facts) => string>> = {
  "no-credential": noCredential,
  "invalid-token": ({ asked, kind }) =>
    `Sentry doesn't recognize this token. Most likely it was revoked or not copied whole, or it is from another Sentry than ${asked ?? "the one in the URL"}; ` +
    `a token that is only seconds old may need a moment. ${newToken(kind)}.`,
  "expired-token": ({ kind }) =>
    `The token has expired. ${newToken(kind)}. To renew it automatically, pass the strategy a function that returns the token.`,
  "inactive-account": ({ detail }) =>
    detail?.startsWith("UserApplication")
      ? `The OAuth application that the token was issued to was disabled or deleted. Ask its owner, or use ${INTEGRATION_TOKEN}.`
      : `The user who owns the token was disabled or deleted. Use ${INTEGRATION_TOKEN}, which depends on no user.`,
  "wrong-organization": ({ kind }) =>
    `The token belongs to another organization than the one in the URL. Correct the URL, or change to that organization. ${newToken(kind)} there.`,
  "organization-only": () =>
    "The token is limited to one organization, and this endpoint isn't part of one. " +
    `Use an endpoint below /api/0/organizations/, or a personal token for all organizations (${PERSONAL_TOKENS}).`,
  "session-only": () =>
    "This endpoint only accepts a person who is logged in to Sentry in a browser, so no token works here. " +
    `Use Sentry's own pages instead; for tokens, ${PERSONAL_TOKENS} or ${ORGANIZATION_TOKENS}.`,
  "malformed-header": () =>
    "Sentry can't read the Authorization header: it must be a word such as Bearer, one space and the token. " +
    "Remove the code that sets this header, and pass the token alone to a strategy.",
  "sso-required": ({ loginUrl }) =>
    `The organization requires single sign-on. The owner of the token has to log in${loginUrl ? ` at ${loginUrl}` : " to Sentry"} before the token works again. ` +
    `A program that must run without a person needs ${INTEGRATION_TOKEN}.`,
  "two-factor-required": () =>
    "The organization requires two-factor authentication. The owner of the token has to turn it on under User settings › Security.",
  "verification-required": ({ code }) =>
    code === "email-verification-required"
      ? "The owner of the token has to verify their email address under User settings › Emails."
      : "Sentry asks for the user's password again before it does this, and no token can provide it. Do it in Sentry's own pages.",
  "member-limit": () =>
    "The organization has more members than its plan allows, so the account that owns the token is disabled. " +
    `An owner of the organization has to remove members (${MEMBERS}) or change the plan (Organization settings › Subscription).`,
  "missing-scope": missingScope,
  "no-permission": noPermission,
  policy,
  "invalid-dsn": () =>
    `No active client key matches this DSN. Copy the DSN again from ${CLIENT_KEYS} and check that the key is enabled there.`,
  "invalid-api-key": ({ detail }) =>
    `${detail?.startsWith("Key is disabled") ? `This API key is disabled. Enable it under ${API_KEYS}, or better use` : "Sentry doesn't recognize this API key. New ones can't be created: use"} ${INTEGRATION_TOKEN}.`,
  redirected: ({ asked, finalOrigin }) =>
    `The request was redirected${asked ? ` from ${asked}` : ""} to ${finalOrigin ?? "another origin"}, where the credential isn't sent. ` +
    `If that is your Sentry, use ${finalOrigin ?? "its origin"} in the URL and in the strategy's origin option.`,
  proxy,
  "not-found": notFound,
  "rate-limited": rateLimited,
  unknown,
};

/** Returns what happened and what to do. */
export function messageOf(reason: RefusalReason, facts: Facts): string {
  return MESSAGES[reason](facts);
}

function noCredential({ kind, asked, isRedirected }: Facts): string {
  if (kind === "dsn") {
    return `Sentry ignored the DSN: only the user feedback endpoints accept one. ${newToken(undefined)} for everything else.`;
  }
  if (kind === "api-key") {
    return `Sentry ignored the API key: this endpoint doesn't accept one. Use ${INTEGRATION_TOKEN}.`;
  }
  const unwrapped = "the request wasn't sent with the client that withSentryAuth returned";
  const redirect = "a redirect to another origin dropped it, so use the final address in the URL";
  const [first, second] = isRedirected ? [redirect, unwrapped] : [unwrapped, redirect];
  return (
    `No credential arrived at ${asked ?? "Sentry"}. Most likely ${first}; or ${second}; ` +
    "or the endpoint only accepts a person who is logged in in a browser."
  );
}

function missingScope({ kind, required, held }: Facts): string {
  const needs = required?.length ? `the token needs ${oneOf(required)}` : "the token lacks a permission (scope)";
  const has = held ? ` It has ${held.length > 0 ? held.join(", ") : "no scope"}.` : "";
  return `Sentry refused this: ${needs}.${has} Scopes are a token's permissions. ${moreScopes(kind)}`;
}

function noPermission({ kind, code, path, required, held }: Facts): string {
  if (code !== undefined)
    return "Sentry only permits this to its operators (superusers and staff). No token can do it.";
  if (kind === "dsn") {
    return /^projects\/.*\/user-(?:feedback|reports)\/?$/.test(path)
      ? `The DSN is for another project than the one in the URL. Copy that project's DSN from ${CLIENT_KEYS}.`
      : `A DSN only sends user feedback, to its own project. ${newToken(undefined)} for everything else.`;
  }
  if (/^users\//.test(path) && kind !== "user" && kind !== "oauth") {
    return `This endpoint needs the token of a user; the token of an integration or an organization belongs to none. Create one under ${PERSONAL_TOKENS}.`;
  }
  const role = `the account behind the token lacks the role or the team for this (${MEMBERS})`;
  if (held && required?.some((scope) => held.includes(scope))) {
    return `Sentry refused this although the token has a sufficient scope, so ${role}; or this endpoint needs another kind of token.`;
  }
  const scope = required?.length ? `the token needs ${oneOf(required)}` : "the token lacks a permission (scope)";
  return `Sentry refused this. Most likely ${scope}; or ${role}; or this endpoint needs another kind of token. ${moreScopes(kind)}`;
}

function policy({ detail, code }: Facts): string {
  if (code === "data-secrecy") {
    return "The organization doesn't permit access by Sentry's staff. An owner can allow it under Organization settings › Security & Privacy.";
  }
  if (detail?.startsWith("This team")) {
    return "The team is managed by the organization's identity provider. Change it there: Sentry refuses it for every token.";
  }
  return detail?.startsWith("You do not have that feature")
    ? "This feature isn't part of the organization's plan or isn't enabled. An owner can check Organization settings › Subscription."
    : "The organization has disabled this for its members. An owner or manager can allow it under Organization settings › General Settings.";
}

function proxy({ isPage, isForeign, finalOrigin, asksPassword, status }: Facts): string {
  const what =
    isForeign && isPage
      ? `A log-in page at ${finalOrigin ?? "another origin"} came back instead of Sentry's response`
      : asksPassword
        ? "A proxy in front of Sentry asks for its own user name and password"
        : `A proxy in front of Sentry refused the request with status ${status}`;
  return (
    `${what}. Sentry never saw the request, and a new Sentry token doesn't help. ` +
    "Add the proxy's own credential with @x/sentry-proxy, or have the proxy let requests to /api/ through."
  );
}

function notFound({ by, isEmpty, asked, kind, required }: Facts): string {
  if (by === "proxy") {
    return `A web page came back instead of Sentry's response: this isn't an address of Sentry's API. Check the URL; it should begin with ${asked ?? "your Sentry's origin"}/api/0/.`;
  }
  if (isEmpty) {
    return `There is no such organization at ${asked ?? "this Sentry"}. Check the organization in the URL, then the region: an organization is only found at its own one or at https://sentry.io.`;
  }
  const scope = required?.length && kind !== "dsn" ? ` It needs ${oneOf(required)}.` : "";
  return (
    "Sentry didn't find this, or hides it from this token. Most likely an organization, a project or an id in the URL is wrong; " +
    `or the token isn't allowed to see it; or this Sentry is older than the endpoint.${scope}`
  );
}

function rateLimited({ detail, retryAt }: Facts): string {
  const when = retryAt ? `after ${retryAt.toISOString()}` : "in a few seconds";
  return /concurren/.test(detail ?? "")
    ? "Too many requests to this endpoint at the same time. Send fewer at once, and try again when the others are done. All programs with this token share the limit."
    : `Too many requests to this endpoint. Try again ${when}. All programs with this token share the limit.`;
}

function unknown({ status, by, quote, isEmpty, kind }: Facts): string {
  const said = quote ? `: “${quote}”` : isEmpty ? " and an empty body" : "";
  if (status >= 500) {
    return `${by === "proxy" ? "A proxy in front of Sentry" : "Sentry"} failed with status ${status}${said}. The credential is not the cause: try again later.`;
  }
  if (status === 401) {
    return `The request was refused with status 401${said}. Most likely the token is invalid; or a gateway in front of Sentry refused it. ${newToken(kind)}.`;
  }
  return `Sentry refused the request with status ${status}${said}. The credential is probably not the cause: check the request itself.`;
}

/** `one of project:write, project:admin`, or the only one. */
function oneOf(scopes: readonly string[]): string {
  return scopes.length === 1 ? `the scope ${scopes[0]}` : `one of ${scopes.join(", ")}`;
}
