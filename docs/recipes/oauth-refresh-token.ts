import { userTokenAuth } from "@x/sentry-user-token";

export interface OAuthApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the refresh token is kept: each one is good once, so that the next one has to be stored. */
  readonly store: { load(): Promise<string>; save(refreshToken: string): Promise<void> };
}

/** The token of a user who allowed your OAuth application to act for them. */
export function oauthUser({ clientId, clientSecret, store }: OAuthApplication) {
  return userTokenAuth({
    token: async () => {
      const response = await fetch("https://sentry.io/oauth/token/", {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: await store.load(),
          client_id: clientId,
          client_secret: clientSecret,
        }),
      });
      if (!response.ok) throw new Error(`Sentry answered ${response.status} to the refresh token`);
      const { access_token, refresh_token, expires_in } = (await response.json()) as Record<string, string>;
      await store.save(String(refresh_token));
      return { value: String(access_token), expiresAt: Date.now() + Number(expires_in) * 1000 };
    },
  });
}
