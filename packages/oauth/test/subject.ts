import type { AuthStrategy } from "@x/sentry-core";
import { deviceLogin, type ExchangeFetchLike, oauthAuth } from "@x/sentry-oauth";
import { type CredentialStore, memoryStore } from "@x/sentry-store";
import type { SentryServer, StrategySubject } from "@x/sentry-testing";

const secrets = ["0123456789abcdef".repeat(4), "any-legal.word~of/another+shape="] as const;
const tokenOf = (secret: string): string => `${(secrets as readonly string[]).indexOf(secret)}`.padEnd(64, "a");

/** A store with a login that has to be refreshed first. */
function storeWithLogin(): CredentialStore {
  const store = memoryStore();
  const login = { id: "1", value: "0".repeat(64), issuedAt: 0, expiresAt: 1, refreshToken: "1".repeat(64) };
  return { ...store, read: async (key) => (await store.read(key)) ?? login };
}

/** An instance that issues one token for each client secret. */
const refresh: ExchangeFetchLike = async (_, { body }) => {
  const secret = new URLSearchParams(body).get("client_secret") ?? "";
  return Response.json({ access_token: tokenOf(secret), refresh_token: "2".repeat(64), expires_in: 2592000 });
};

export const strategy: StrategySubject = {
  name: "oauth",
  // A missing client secret is a public client's. The cases are for a confidential one, whose secret is empty then.
  create: (secret, origin) =>
    oauthAuth({ clientId: "1a2b3c", clientSecret: secret ?? "", store: storeWithLogin(), origin, fetch: refresh }),
  valid: [
    { secret: secrets[0], header: `Bearer ${tokenOf(secrets[0])}` },
    { secret: secrets[1], header: `Bearer ${tokenOf(secrets[1])}` },
  ],
  invalid: [],
  requests: [{ url: "organizations", caller: "user-app" }],
  lacks: {
    server: "an instance issues the token: the package's own tests use the server's logins",
    "secret-function": "the function returns the client secret, and the header contains a token from a refresh",
    "expires-at": "the function returns the client secret, and the header contains a token from a refresh",
  },
};

/** A strategy for a new login. */
export async function connect({ oauth, origin }: SentryServer): Promise<AuthStrategy> {
  const { clientId } = oauth.publicClient;
  const store = memoryStore();
  oauth.deviceInterval = 0.001;
  await deviceLogin({
    clientId,
    scopes: ["org:read"],
    store,
    instance: origin,
    show: async ({ urlWithCode }) => {
      await fetch(urlWithCode);
    },
  });
  return oauthAuth({ clientId, store, instance: origin });
}
