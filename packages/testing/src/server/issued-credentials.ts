import { clientKeyId, type Grant, grantToken, type Keyring } from "./keyring.ts";
import { newApiKey, newClientKey, newOrganizationToken, newToken } from "./new-secret.ts";
import type { Principal } from "./principal.ts";
import type { RefusalName } from "./refusals.ts";
import { organization, project } from "./server-urls.ts";

/** One of each credential, all good until they are revoked or expire together. */
export interface IssuedCredentials {
  readonly token: string;
  readonly userToken: string;
  readonly legacyUserToken: string;
  readonly userAppToken: string;
  readonly organizationToken: string;
  readonly dsn: string;
  readonly dsnWithSecret: string;
  readonly apiKey: string;
  /** Forgets them all. */
  readonly revoke: () => void;
  /** Keeps them, and refuses them with the reason that the server has for each kind. */
  readonly expire: () => void;
}

export const jane: Principal = { kind: "user", name: "jane@acme.example" };
export const dashboard: Principal = { kind: "user-app", name: "dashboard for jane@acme.example" };
export const integration: Principal = { kind: "integration", name: "acme-integration" };

export const tokenScopes: readonly string[] = ["org:read", "project:read", "project:write", "event:read"];

/** Makes fresh credentials and adds them to the keyring. */
export function issueCredentials(keyring: Keyring, origin: string, projectId: string): IssuedCredentials {
  const endings: { readonly revoke: () => void; readonly expire: () => void }[] = [];

  function add(ring: Map<string, Grant>, key: string, refusal: RefusalName, grant: Omit<Grant, "organization">): void {
    const added: Grant = { organization, ...grant };
    if (ring === keyring.tokens) grantToken(keyring, key, added);
    else ring.set(key, added);
    endings.push({
      revoke: () => ring.delete(key),
      expire: () => {
        added.refusal = refusal;
      },
    });
  }

  function addToken(token: string, principal: Principal, refusal: RefusalName = "token-expired"): string {
    add(keyring.tokens, token, refusal, { principal, scopes: tokenScopes });
    return token;
  }

  const { publicKey, secretKey } = newClientKey();
  const projectKey: Principal = { kind: "client-key", name: `${organization}/${project}` };
  add(keyring.clientKeys, clientKeyId(publicKey, projectId), "invalid-dsn", {
    principal: projectKey,
    scopes: [],
    project,
  });

  const apiKey = newApiKey();
  const organizationKey: Principal = { kind: "api-key", name: organization };
  add(keyring.apiKeys, apiKey, "disabled-api-key", { principal: organizationKey, scopes: tokenScopes });

  const place = `@${new URL(origin).host}/${projectId}`;
  return {
    token: addToken(newToken("sntryi_"), integration),
    userToken: addToken(newToken("sntryu_"), jane),
    legacyUserToken: addToken(newToken(""), jane),
    userAppToken: addToken(newToken("sntrya_"), dashboard),
    organizationToken: addToken(
      newOrganizationToken(organization, origin),
      { kind: "organization", name: organization },
      "invalid-org-token",
    ),
    dsn: `http://${publicKey}${place}`,
    dsnWithSecret: `http://${publicKey}:${secretKey}${place}`,
    apiKey,
    revoke: () => {
      for (const { revoke } of endings) revoke();
    },
    expire: () => {
      for (const { expire } of endings) expire();
    },
  };
}
