import { dashboard, integration, jane, tokenScopes } from "./issued-credentials.ts";
import { clientKeyId, type Grant } from "./keyring.ts";
import { newApiKey, newClientKey, newOrganizationToken, newProjectId, newToken } from "./new-secret.ts";
import { type RefusalName, refuse } from "./refusals.ts";
import type { ServerState } from "./server-state.ts";
import { organization, otherOrganization, otherProject, type ServerUrls } from "./server-urls.ts";

/**
 * The `detail` of a refusal that has a code.
 *
 * @example
 * const detail: StructuredDetail = { code: "sso-required", message: "Must login via SSO", extra: {} };
 */
export interface StructuredDetail {
  readonly code: string;
  readonly message: string;
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * A well-formed credential that the server refuses.
 *
 * @example
 * const server = await startSentryServer();
 * const { secret, url, status } = server.credentials.rejected.expiredToken;
 * const response = await fetch(url, { headers: { Authorization: `Bearer ${secret}` } });
 * console.assert(response.status === status);
 */
export interface RejectedCredential {
  /** The scheme that it is sent with; a `Basic` one is an API key, still without its colon and encoding. */
  readonly scheme: "Bearer" | "DSN" | "Basic";
  readonly secret: string;
  /** Where a GET with it gets exactly this response. */
  readonly url: string;
  readonly refusal: RefusalName;
  readonly status: number;
  /** The response's `detail`. */
  readonly detail: string | StructuredDetail;
  /** The response's whole `WWW-Authenticate`, if it has one. */
  readonly challenge: string | undefined;
}

/**
 * A credential for each reason that the server has to refuse one. `rotate()` and `expire()` don't change them.
 *
 * @example
 * const server = await startSentryServer();
 * for (const { scheme, detail } of Object.values(server.credentials.rejected)) console.log(scheme, detail);
 */
export interface RejectedCredentials {
  /** A user token that was never issued: `Invalid token`. */
  readonly unknownToken: RejectedCredential;
  /** An organization token that was never issued: `Invalid org token`. */
  readonly unknownOrganizationToken: RejectedCredential;
  /** A user token past its end: `Token expired`. */
  readonly expiredToken: RejectedCredential;
  /** The token of a user who is gone: `User inactive or deleted`. */
  readonly inactiveUserToken: RejectedCredential;
  /** The token of an OAuth application that is gone: `UserApplication inactive or deleted`. */
  readonly inactiveApplicationToken: RejectedCredential;
  /** A token limited to an organization other than the URL's: `Unauthorized organization access.` */
  readonly otherOrganizationToken: RejectedCredential;
  /** A token limited to this organization, outside of it: `This token access is limited to organization endpoints.` */
  readonly boundToken: RejectedCredential;
  /** The token of a member who has to log in with SSO: code `sso-required`, with `extra.loginUrl`. */
  readonly ssoRequiredToken: RejectedCredential;
  /** The token of a member without two-factor authentication: code `2fa-required`. */
  readonly twoFactorRequiredToken: RejectedCredential;
  /** The token of a member beyond the organization's limit: code `member-disabled-over-limit`. */
  readonly memberLimitToken: RejectedCredential;
  /** The token of a user who has to confirm the password: code `sudo-required`. */
  readonly sudoRequiredToken: RejectedCredential;
  /** The token of a user with an unverified email address: code `email-verification-required`. */
  readonly unverifiedEmailToken: RejectedCredential;
  /** A token for an organization with restricted access: code `data-secrecy`. */
  readonly dataSecrecyToken: RejectedCredential;
  /** The token of a member, for what the organization disabled for members: 403. */
  readonly memberPolicyToken: RejectedCredential;
  /** A token without a superuser's session: 403 with the code `superuser-required`. */
  readonly superuserRequiredToken: RejectedCredential;
  /** A token without the scope that the endpoint asks for: 403 with a challenge that names the scopes. */
  readonly unscopedToken: RejectedCredential;
  /** An integration's token where only a user may go: 403 without a challenge. */
  readonly wrongPrincipalToken: RejectedCredential;
  /** A DSN that was never issued: `Invalid dsn`. */
  readonly unknownDsn: RejectedCredential;
  /** The DSN of a client key that is switched off: `Invalid dsn`. */
  readonly disabledDsn: RejectedCredential;
  /** A DSN of another project than the URL's: 403. */
  readonly otherProjectDsn: RejectedCredential;
  /** An API key that was never issued: `API key is not valid`. */
  readonly unknownApiKey: RejectedCredential;
  /** An API key that is switched off: `Key is disabled`. */
  readonly disabledApiKey: RejectedCredential;
}

/** Creates one of each, and makes the server know those that it has to know. */
export function rejectedCredentials(state: ServerState, urls: ServerUrls): RejectedCredentials {
  const { keyring, origin } = state;
  const { projects, userFeedback } = urls;
  const member: Grant = { principal: jane, organization, scopes: tokenScopes };

  const token = (grant: Grant, prefix: "sntryu_" | "sntrya_" | "sntryi_" = "sntryu_"): string => {
    const issued = newToken(prefix);
    keyring.tokens.set(issued, grant);
    return issued;
  };
  const dsn = (grant?: Pick<Grant, "project" | "refusal">): string => {
    const [{ publicKey }, projectId] = [newClientKey(), newProjectId()];
    const principal = { kind: "client-key", name: `${organization}/${grant?.project ?? ""}` } as const;
    if (grant)
      keyring.clientKeys.set(clientKeyId(publicKey, projectId), { principal, organization, scopes: [], ...grant });
    return `http://${publicKey}@${new URL(origin).host}/${projectId}`;
  };
  const apiKey = (refusal: RefusalName): string => {
    const issued = newApiKey();
    const principal = { kind: "api-key", name: organization } as const;
    keyring.apiKeys.set(issued, { principal, organization, scopes: tokenScopes, refusal });
    return issued;
  };
  const rejected = (
    refusal: RefusalName,
    secret: string,
    url: string = projects,
    scheme: RejectedCredential["scheme"] = "Bearer",
  ): RejectedCredential => {
    const { status, headers, body } = refuse(refusal, state);
    const { detail } = body as Pick<RejectedCredential, "detail">;
    return { scheme, secret, url, refusal, status, detail, challenge: headers["WWW-Authenticate"] };
  };
  const refusedMember = (refusal: RefusalName): RejectedCredential => rejected(refusal, token({ ...member, refusal }));

  return {
    unknownToken: rejected("invalid-token", newToken("sntryu_")),
    unknownOrganizationToken: rejected("invalid-org-token", newOrganizationToken(organization, origin)),
    expiredToken: refusedMember("token-expired"),
    inactiveUserToken: refusedMember("user-inactive"),
    inactiveApplicationToken: rejected(
      "application-inactive",
      token({ ...member, principal: dashboard, refusal: "application-inactive" }, "sntrya_"),
    ),
    otherOrganizationToken: rejected(
      "other-organization",
      token({ ...member, organization: otherOrganization, bound: true }),
    ),
    boundToken: rejected("organization-only", token({ ...member, bound: true }), urls.echo),
    ssoRequiredToken: refusedMember("sso-required"),
    twoFactorRequiredToken: refusedMember("2fa-required"),
    memberLimitToken: refusedMember("member-disabled-over-limit"),
    sudoRequiredToken: refusedMember("sudo-required"),
    unverifiedEmailToken: refusedMember("email-verification-required"),
    dataSecrecyToken: refusedMember("data-secrecy"),
    memberPolicyToken: refusedMember("disabled-for-members"),
    superuserRequiredToken: refusedMember("superuser-required"),
    unscopedToken: rejected("insufficient-scope", token({ ...member, scopes: ["event:read"] })),
    wrongPrincipalToken: rejected(
      "no-permission",
      token({ ...member, principal: integration }, "sntryi_"),
      urls.organizations,
    ),
    unknownDsn: rejected("invalid-dsn", dsn(), userFeedback, "DSN"),
    disabledDsn: rejected("invalid-dsn", dsn({ refusal: "invalid-dsn" }), userFeedback, "DSN"),
    otherProjectDsn: rejected("no-permission", dsn({ project: otherProject }), userFeedback, "DSN"),
    unknownApiKey: rejected("invalid-api-key", newApiKey(), projects, "Basic"),
    disabledApiKey: rejected("disabled-api-key", apiKey("disabled-api-key"), projects, "Basic"),
  };
}
