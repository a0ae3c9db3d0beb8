import { bearerAuth } from "@x/sentry-bearer";

export interface Installation {
  /** The installation's id, from the `installation.created` webhook. */
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly store: { load(): Promise<string>; save(refreshToken: string): Promise<void> };
}

/** The token of a public integration in one organization. It lives eight hours. */
export function installationToken({ id, clientId, clientSecret, store }: Installation) {
  return bearerAuth({
    token: async () => {
      const response = await fetch(`https://sentry.io/api/0/sentry-app-installations/${id}/authorizations/`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          grant_type: "refresh_token",
          refresh_token: await store.load(),
          client_id: clientId,
          client_secret: clientSecret,
        }),
      });
      if (!response.ok) throw new Error(`Sentry answered ${response.status} to the token exchange`);
      const { token, refreshToken, expiresAt } = (await response.json()) as Record<string, string>;
      await store.save(String(refreshToken));
      return { value: String(token), expiresAt: new Date(String(expiresAt)) };
    },
  });
}
