import { randomUUID } from "node:crypto";
import { integration, tokenScopes } from "../issued-credentials.ts";
import type { Keyring } from "../keyring.ts";
import { newToken } from "../new-secret.ts";
import { organization as defaultOrganization } from "../server-urls.ts";
import type { IntegrationServer, ServerInstallation } from "./integration-server.ts";

/** An installation with what the endpoints change in it. */
export interface StoredInstallation extends ServerInstallation {
  status: ServerInstallation["status"];
  conflicts: number;
  /** Whether an exchange is running. */
  isLocked: boolean;
  isCodeUsed: boolean;
  readonly isUninstalled: boolean;
  readonly refreshToken: string | undefined;
  /** Ends the current token, issues another one, and returns the response's body. */
  issue(): object;
}

/** What installations share. */
interface Issuer {
  readonly origin: string;
  readonly keyring: Keyring;
  readonly settings: Pick<IntegrationServer, "clientId" | "clientSecret" | "tokenLifetime" | "replicaLag">;
  /** The server's clock, in milliseconds. */
  readonly now: () => number;
}

export function createInstallation(
  { origin, keyring, settings, now }: Issuer,
  {
    installationId = randomUUID(),
    organization = defaultOrganization,
  }: { readonly installationId?: string | undefined; readonly organization?: string | undefined },
): StoredInstallation {
  let token: string | undefined;
  let refreshToken: string | undefined;
  let expiresAt = 0;
  let exchanges = 0;
  let isUninstalled = false;

  const forget = (): void => {
    keyring.tokens.delete(token ?? "");
  };
  return {
    organization,
    code: newToken(""),
    status: "pending",
    conflicts: 0,
    isLocked: false,
    isCodeUsed: false,
    get options() {
      const { clientId, clientSecret } = settings;
      return { installationId, clientId, clientSecret, instance: origin };
    },
    get token() {
      return token;
    },
    get refreshToken() {
      return refreshToken;
    },
    get exchanges() {
      return exchanges;
    },
    get isUninstalled() {
      return isUninstalled;
    },
    issue: () => {
      forget();
      const issuedAt = now();
      const knownAt = issuedAt + settings.replicaLag * 1000;
      token = newToken("");
      refreshToken = newToken("");
      expiresAt = issuedAt + settings.tokenLifetime * 1000;
      exchanges += 1;
      keyring.tokens.set(token, {
        principal: integration,
        organization,
        scopes: tokenScopes,
        get refusal() {
          if (now() < knownAt) return "invalid-token";
          return now() < expiresAt ? undefined : "token-expired";
        },
      });
      return {
        id: String(exchanges),
        name: "",
        scopes: tokenScopes,
        application: null,
        dateCreated: new Date(issuedAt).toISOString(),
        expiresAt: new Date(expiresAt).toISOString(),
        state: null,
        token,
        refreshToken,
        tokenLastCharacters: token.slice(-4),
      };
    },
    expire: () => {
      expiresAt = now();
    },
    revoke: forget,
    uninstall: () => {
      forget();
      token = undefined;
      isUninstalled = true;
    },
  };
}
