import { type IssuedCredentials, issueCredentials } from "./issued-credentials.ts";
import { newProjectId } from "./new-secret.ts";
import { type RejectedCredentials, rejectedCredentials } from "./rejected-credentials.ts";
import type { ServerState } from "./server-state.ts";
import type { ServerUrls } from "./server-urls.ts";

/**
 * What the server's callers can authenticate with: random values in the shapes of real ones, current as they are read.
 *
 * @example
 * const server = await startSentryServer();
 * const token = () => server.credentials.token; // reads the current one, even after `rotate()`
 */
export interface ServerCredentials {
  /** An internal integration's token (`sntryi_…`). */
  readonly token: string;
  /** A user's token (`sntryu_…`). */
  readonly userToken: string;
  /** A user's token from before the prefixes: 64 hexadecimal digits. */
  readonly legacyUserToken: string;
  /** The token of an OAuth application that acts for a user (`sntrya_…`). */
  readonly userAppToken: string;
  /** An organization's token (`sntrys_…`), whose `url` and `region_url` are this server's origin. */
  readonly organizationToken: string;
  /** A project's DSN, whose host is this server's. */
  readonly dsn: string;
  /** The same DSN in its old form, with a secret key that the server never looks at. */
  readonly dsnWithSecret: string;
  /** An organization's API key. */
  readonly apiKey: string;
  /** Credentials for everything that can be wrong with one. */
  readonly rejected: RejectedCredentials;
}

/** The server's credentials with what the server itself does with them. */
export interface CredentialStore {
  readonly credentials: ServerCredentials;
  readonly rotate: () => void;
  readonly expire: () => void;
}

export function createCredentialStore(state: ServerState, urls: ServerUrls): CredentialStore {
  const { keyring, origin } = state;
  const projectId = newProjectId();
  const rejected = rejectedCredentials(state, urls);
  let current: IssuedCredentials = issueCredentials(keyring, origin, projectId);

  return {
    rotate: () => {
      current.revoke();
      current = issueCredentials(keyring, origin, projectId);
    },
    expire: () => current.expire(),
    credentials: {
      get token() {
        return current.token;
      },
      get userToken() {
        return current.userToken;
      },
      get legacyUserToken() {
        return current.legacyUserToken;
      },
      get userAppToken() {
        return current.userAppToken;
      },
      get organizationToken() {
        return current.organizationToken;
      },
      get dsn() {
        return current.dsn;
      },
      get dsnWithSecret() {
        return current.dsnWithSecret;
      },
      get apiKey() {
        return current.apiKey;
      },
      rejected,
    },
  };
}
