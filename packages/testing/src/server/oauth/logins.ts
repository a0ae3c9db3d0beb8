import { grantToken, type Keyring } from "../keyring.ts";
import { newToken } from "../new-secret.ts";
import type { Principal } from "../principal.ts";
import { organization } from "../server-urls.ts";
import type { OAuthLogin } from "./oauth-server.ts";

/** The user that every login belongs to. Sentry may know no name. */
export const user = { id: "48168", name: null, email: "jane@acme.example" } as const;

const principal: Principal = { kind: "user-app", name: `dashboard for ${user.email}` };

/** A login whose pair can be replaced. */
export interface StoredLogin extends OAuthLogin {
  refresh(lifetime: number): void;
}

/** The server's table of logins. */
export interface Logins {
  readonly all: readonly OAuthLogin[];
  create(clientId: string, scopes: readonly string[], lifetime: number): StoredLogin;
  /** Finds a login by its current refresh token; earlier ones are unknown. */
  find(refreshToken: string, clientId: string): StoredLogin | undefined;
}

export function createLogins(keyring: Keyring): Logins {
  const all: OAuthLogin[] = [];
  const byRefreshToken = new Map<string, StoredLogin>();

  function create(clientId: string, scopes: readonly string[], lifetime: number): StoredLogin {
    let accessToken = "";
    let refreshToken = "";
    let current = { expiresAt: 0 };
    let refreshes = 0;

    const forget = (): void => {
      keyring.tokens.delete(accessToken);
      byRefreshToken.delete(refreshToken);
    };
    const issue = (seconds: number): void => {
      accessToken = newToken("");
      refreshToken = newToken("");
      const row = { expiresAt: Date.now() + seconds * 1000 };
      current = row;
      grantToken(keyring, accessToken, {
        principal,
        organization,
        scopes,
        get refusal() {
          return Date.now() < row.expiresAt ? undefined : "token-expired";
        },
      });
      byRefreshToken.set(refreshToken, login);
    };
    const login: StoredLogin = {
      id: all.length,
      clientId,
      scopes,
      get refreshes() {
        return refreshes;
      },
      get accessToken() {
        return accessToken;
      },
      get refreshToken() {
        return refreshToken;
      },
      get expiresAt() {
        return current.expiresAt;
      },
      expire: () => {
        current.expiresAt = 0;
      },
      // One row, as in Sentry: the former pair is gone in the same moment, without grace.
      refresh: (seconds) => {
        forget();
        issue(seconds);
        refreshes += 1;
      },
      revoke: forget,
    };
    issue(lifetime);
    all.push(login);
    return login;
  }

  return {
    all,
    create,
    find: (refreshToken, clientId) => {
      const login = byRefreshToken.get(refreshToken);
      return login?.clientId === clientId ? login : undefined;
    },
  };
}
