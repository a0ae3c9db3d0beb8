import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { type CredentialStore, memoryStore } from "@x/sentry-store";
import type { SentryServer } from "@x/sentry-testing";
import { deviceLogin, finishLogin, oauthAuth, startLogin } from "../src/index.ts";

export const redirectUri = "http://127.0.0.1:1/callback";

/** The options of the server's confidential client and of its public one. */
export function clientsOf({ oauth, origin }: SentryServer) {
  return {
    confidential: { ...oauth.confidentialClient, instance: origin },
    public: { ...oauth.publicClient, instance: origin },
  };
}

/** What the user's browser does: opens the page, and returns where it leads to. */
export async function visit(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "manual" });
  const location = response.headers.get("Location");
  if (location === null) throw new Error(`no redirect, but status ${response.status}`);
  return location;
}

/** Logs in with the browser. */
export async function logIn(
  server: SentryServer,
  store: CredentialStore = memoryStore(),
  {
    client = clientsOf(server).public as { clientId: string; clientSecret?: string },
    account,
    scopes = ["org:read"],
  }: {
    client?: { readonly clientId: string; readonly clientSecret?: string };
    account?: string;
    scopes?: readonly string[];
  } = {},
) {
  const { clientId, clientSecret } = client;
  const { url, login } = await startLogin({ clientId, redirectUri, scopes, instance: server.origin });
  return finishLogin({ login, callbackUrl: await visit(url), clientId, clientSecret, store, account });
}

/** Logs in with a device code whose page the user visits at once. */
export function logInOnDevice(
  server: SentryServer,
  store: CredentialStore,
  options: Partial<Parameters<typeof deviceLogin>[0]> = {},
) {
  return deviceLogin({
    ...clientsOf(server).public,
    scopes: ["org:read"],
    store,
    show: async ({ urlWithCode }) => {
      await fetch(urlWithCode);
    },
    ...options,
  });
}

/** The status of a request to the server. */
export async function statusOf(strategy: AuthStrategy, { urls }: SentryServer): Promise<number> {
  return (await withSentryAuth(fetch, strategy)(urls.organizations)).status;
}

/** The forms that arrived at the token endpoint. */
export function exchanges({ requests }: SentryServer): Record<string, string>[] {
  return requests
    .filter(({ url }) => url === "/oauth/token/")
    .map(({ body }) => Object.fromEntries(new URLSearchParams(Buffer.from(body).toString())));
}

/** The secrets that nothing may show. */
export function secretsOf({ oauth }: SentryServer): string[] {
  const tokens = oauth.logins.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
  return [oauth.confidentialClient.clientSecret, ...tokens];
}

/** A strategy for a login, as each process makes its own. */
export function strategyFor(
  server: SentryServer,
  store: CredentialStore,
  options: Partial<Parameters<typeof oauthAuth>[0]> = {},
): AuthStrategy {
  return oauthAuth({ ...clientsOf(server).public, store, ...options });
}
