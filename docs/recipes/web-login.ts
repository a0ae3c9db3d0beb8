import { withSentryAuth } from "@x/sentry-fetch";
import { finishLogin, oauthAuth, type PendingLogin, startLogin } from "@x/sentry-oauth";
import { redisStore } from "@x/sentry-redis-store";
import type { RedisClientType } from "redis";

/** The session of one of your users, kept on your server. */
export interface Session {
  readonly userId: string;
  sentryLogin?: PendingLogin | undefined;
}

/** The parts of a web app that acts for its users at Sentry, on any number of servers. */
export function sentryLogins(redis: Pick<RedisClientType, "sendCommand">, redirectUri: string) {
  const store = redisStore({ command: (args) => redis.sendCommand(args) });
  const { SENTRY_OAUTH_CLIENT_ID: clientId, SENTRY_OAUTH_CLIENT_SECRET: clientSecret } = process.env;
  return {
    /** Returns the URL to redirect the user to. */
    async begin(session: Session): Promise<string> {
      const { url, login } = await startLogin({ clientId, redirectUri, scopes: ["org:read", "event:read"] });
      session.sentryLogin = login;
      return url;
    },
    /** Handles the request at which Sentry returns the user. */
    async callback(session: Session, callbackUrl: string) {
      const { sentryLogin: login, userId: account } = session;
      if (login === undefined) throw new Error("this session has not begun a login");
      session.sentryLogin = undefined; // it is for one callback
      return finishLogin({ login, callbackUrl, clientId, clientSecret, store, account });
    },
    /** A fetch that acts for a user. It rejects with `ERR_LOGIN_REQUIRED` if the user has to log in. */
    clientFor({ userId: account }: Session) {
      return withSentryAuth(fetch, oauthAuth({ clientId, clientSecret, store, account }));
    },
  };
}
