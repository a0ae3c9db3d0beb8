import { dashboard, integration, jane, tokenScopes } from "./issued-credentials.ts";
import { clientKeyId, type Grant, type Keyring } from "./keyring.ts";
import { newApiKey, newClientKey, newOrganizationToken, newProjectId, newToken } from "./new-secret.ts";
import { organization, otherOrganization, otherProject, type ServerUrls } from "./server-urls.ts";

/**
 * A credential that is well-formed and that the server turns away.
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
  /** Where a GET with it gets exactly this answer. */
  readonly url: string;
  readonly status: 401 | 403;
  /** The answer's `detail`. */
  readonly detail: string;
  /** The answer's whole `WWW-Authenticate`, where it has one. */
  readonly challenge: string | undefined;
}

/**
 * A credential for each reason that the server has to turn one away, itself untouched by `rotate()` and `expire()`.
 *
 * @example
 * const server = await startSentryServer();
 * for (const { scheme, detail } of Object.values(server.credentials.rejected)) console.log(scheme, detail);
 */
export interface RejectedCredentials {
  /** A user token that nobody issued: `Invalid token`. */
  readonly unknownToken: RejectedCredential;
  /** An organization token that nobody issued: `Invalid org token`. */
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
  /** A token without the scope that the endpoint asks for: 403 with a challenge that names the scopes. */
  readonly unscopedToken: RejectedCredential;
  /** An integration's token where only a user may go: 403 without a challenge. */
  readonly wrongPrincipalToken: RejectedCredential;
  /** A DSN that nobody issued: `Invalid dsn`. */
  readonly unknownDsn: RejectedCredential;
  /** The DSN of a client key that is switched off: `Invalid dsn`. */
  readonly disabledDsn: RejectedCredential;
  /** A DSN of another project than the URL's: 403. */
  readonly otherProjectDsn: RejectedCredential;
  /** An API key that nobody issued: `API key is not valid`. */
  readonly unknownApiKey: RejectedCredential;
  /** An API key that is switched off: `Key is disabled`. */
  readonly disabledApiKey: RejectedCredential;
}

const realm = 'xBasic realm="api"';
const scopeChallenge = 'Bearer error="insufficient_scope", scope="org:read project:read"';
const noPermission = "You do not have permission to perform this action.";

/** Makes one of each and adds those to the keyring that the server has to know in order to refuse them. */
export function rejectedCredentials(keyring: Keyring, origin: string, urls: ServerUrls): RejectedCredentials {
  const { projects, userFeedback } = urls;
  const member: Grant = { principal: jane, organization, scopes: tokenScopes };

  const issued = (ring: Map<string, Grant>, key: string, grant: Grant): string => {
    ring.set(key, grant);
    return key;
  };
  const token = (grant: Grant, prefix: "sntryu_" | "sntrya_" | "sntryi_" = "sntryu_"): string =>
    issued(keyring.tokens, newToken(prefix), grant);
  const dsn = (grant?: Omit<Grant, "principal" | "organization" | "scopes">): string => {
    const [{ publicKey }, projectId] = [newClientKey(), newProjectId()];
    const principal = { kind: "client-key", name: `${organization}/${grant?.project ?? ""}` } as const;
    if (grant)
      keyring.clientKeys.set(clientKeyId(publicKey, projectId), { principal, organization, scopes: [], ...grant });
    return `http://${publicKey}@${new URL(origin).host}/${projectId}`;
  };

  const unauthenticated = (
    scheme: RejectedCredential["scheme"],
    secret: string,
    detail: string,
    url: string = projects,
  ): RejectedCredential => ({ scheme, secret, url, status: 401, detail, challenge: realm });
  const forbidden = (
    scheme: RejectedCredential["scheme"],
    secret: string,
    url: string,
    challenge?: string,
  ): RejectedCredential => ({ scheme, secret, url, status: 403, detail: noPermission, challenge });
  const refused = (refusal: string): Grant => ({ ...member, refusal });

  return {
    unknownToken: unauthenticated("Bearer", newToken("sntryu_"), "Invalid token"),
    unknownOrganizationToken: unauthenticated(
      "Bearer",
      newOrganizationToken(organization, origin),
      "Invalid org token",
    ),
    expiredToken: unauthenticated("Bearer", token(refused("Token expired")), "Token expired"),
    inactiveUserToken: unauthenticated(
      "Bearer",
      token(refused("User inactive or deleted")),
      "User inactive or deleted",
    ),
    inactiveApplicationToken: unauthenticated(
      "Bearer",
      token({ ...refused("UserApplication inactive or deleted"), principal: dashboard }, "sntrya_"),
      "UserApplication inactive or deleted",
    ),
    otherOrganizationToken: unauthenticated(
      "Bearer",
      token({ ...member, organization: otherOrganization, bound: true }),
      "Unauthorized organization access.",
    ),
    boundToken: unauthenticated(
      "Bearer",
      token({ ...member, bound: true }),
      "This token access is limited to organization endpoints.",
      urls.echo,
    ),
    unscopedToken: forbidden("Bearer", token({ ...member, scopes: ["event:read"] }), projects, scopeChallenge),
    wrongPrincipalToken: forbidden(
      "Bearer",
      token({ ...member, principal: integration }, "sntryi_"),
      urls.organizations,
    ),
    unknownDsn: unauthenticated("DSN", dsn(), "Invalid dsn", userFeedback),
    disabledDsn: unauthenticated("DSN", dsn({ refusal: "Invalid dsn" }), "Invalid dsn", userFeedback),
    otherProjectDsn: forbidden("DSN", dsn({ project: otherProject }), userFeedback),
    unknownApiKey: unauthenticated("Basic", newApiKey(), "API key is not valid"),
    disabledApiKey: unauthenticated(
      "Basic",
      issued(keyring.apiKeys, newApiKey(), {
        ...refused("Key is disabled"),
        principal: { kind: "api-key", name: organization },
      }),
      "Key is disabled",
    ),
  };
}
