import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";

/** A server that is trusted, and one that wants the credential. */
export interface Servers extends AsyncDisposable {
  readonly trusted: SentryServer;
  readonly evil: SentryServer;
  readonly strategy: AuthStrategy;
  /** The credentials that the untrusted server got; a Basic one is the userinfo of the URL itself. */
  readonly stolen: () => readonly string[];
}

export async function startServers(): Promise<Servers> {
  const [trusted, evil] = await Promise.all([startSentryServer(), startSentryServer()]);
  return {
    trusted,
    evil,
    strategy: bearerAuth({ token: trusted.credentials.token, origin: trusted.origin }),
    stolen: () =>
      evil.requests.flatMap(({ authorization }) => (authorization?.startsWith("Bearer ") ? authorization : [])),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([trusted.close(), evil.close()]);
    },
  };
}

/** The error of a request that must not succeed, or what it came to. */
export const outcomeOf = (send: () => Promise<{ readonly status: number }>): Promise<unknown> =>
  (async () => send())().then(
    ({ status }) => status,
    (error: unknown) => error,
  );
