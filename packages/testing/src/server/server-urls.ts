/** The organization that the server's credentials belong to. */
export const organization = "acme";
/** The project that the server's DSNs belong to. */
export const project = "web";
/** An organization that exists and that the server's credentials cannot act in. */
export const otherOrganization = "globex";
/** A project of the same organization that the server's DSNs are not for. */
export const otherProject = "mobile";

/**
 * The absolute URLs of the server's endpoints.
 *
 * @example
 * const server = await startSentryServer();
 * await fetch(server.urls.projects, { headers: { Authorization: `Bearer ${server.credentials.token}` } });
 */
export interface ServerUrls {
  /** Describes the caller's credential: its scopes, and its user. Open to requests without a credential too. */
  readonly index: string;
  /** Lists the caller's organizations: for a user, so an integration, an organization or an API key gets a 403. */
  readonly organizations: string;
  /** Lists the organization's projects: for any credential but a DSN, with `org:read` or `project:read`. */
  readonly projects: string;
  /** The project's feedback, GET and POST: for a DSN, or any credential with `project:read` or `project:write`. */
  readonly userFeedback: string;
  /** The older place of the same, as the documentation's DSN example has it. */
  readonly userReports: string;
  /** Lists a user's tokens. Accepts a browser's session only, so every credential gets a 401. */
  readonly apiTokens: string;
  /** Describes the request that arrived, with any method and credential. */
  readonly echo: string;
}

export function serverUrls(origin: string): ServerUrls {
  return {
    index: `${origin}/api/0/`,
    organizations: `${origin}/api/0/organizations/`,
    projects: `${origin}/api/0/organizations/${organization}/projects/`,
    userFeedback: `${origin}/api/0/projects/${organization}/${project}/user-feedback/`,
    userReports: `${origin}/api/0/${organization}/${project}/user-reports/`,
    apiTokens: `${origin}/api/0/api-tokens/`,
    echo: `${origin}/test/echo`,
  };
}
