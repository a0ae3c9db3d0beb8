import type { RecordedRequest } from "../recorded-request.ts";

/**
 * An application that is registered for OAuth; it has no secret if it is a public one.
 *
 * @example
 * const server = await startSentryServer();
 * const { clientId }: OAuthClient = server.oauth.publicClient;
 */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret?: string;
}

/**
 * A user's login: one access token and one refresh token, which every refresh replaces together.
 *
 * @example
 * const server = await startSentryServer();
 * const login = server.oauth.logins.at(-1);
 * login?.revoke(); // the user removed the application
 */
export interface OAuthLogin {
  /** The position in `server.oauth.logins`. */
  readonly id: number;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** How many times the pair was replaced. */
  readonly refreshes: number;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Expires the access token. The refresh token stays valid. */
  expire(): void;
  /** Ends the login: both tokens are unknown from now on. */
  revoke(): void;
}

/**
 * A token exchange that the server has committed.
 *
 * @example
 * const server = await startSentryServer();
 * server.oauth.afterCommit = ({ grantType }) => (grantType === "refresh_token" ? "drop" : undefined);
 */
export interface OAuthExchange {
  readonly grantType: string;
  readonly login: OAuthLogin;
  readonly request: RecordedRequest;
}

/**
 * The server's OAuth endpoints, as a test controls them. The settings can be changed at any time.
 *
 * @example
 * await using server = await startSentryServer();
 * server.oauth.tokenLifetime = 5;
 * server.oauth.afterCommit = () => "drop"; // every response is lost
 */
export interface OAuthServer {
  readonly publicClient: OAuthClient;
  readonly confidentialClient: Required<OAuthClient>;
  /** All logins since the start, oldest first, revoked ones included. */
  readonly logins: readonly OAuthLogin[];
  /** Seconds that an access token lives, from its issue on. @default 2592000 */
  tokenLifetime: number;
  /** Seconds that a device code lives. @default 600 */
  deviceLifetime: number;
  /** Seconds between two polls of a device code. @default 5 */
  deviceInterval: number;
  /** Whether a device code waits until its page is visited. Otherwise the decision is made at once. @default true */
  waitsForVisit: boolean;
  /** The user's decision on the page that asks for permission. @default "approve" */
  decision: "approve" | "deny";
  /** `false` imitates a self-hosted Sentry before 26.1, which refuses the POSTs with an HTML 403. @default true */
  supported: boolean;
  /** Runs after each committed exchange. The response waits for it, and is never sent if it returns `"drop"`. */
  afterCommit: ((exchange: OAuthExchange) => "drop" | undefined | Promise<"drop" | undefined>) | undefined;
}
