import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { type FetchLike, withProxyHeaders } from "../../../packages/proxy/src/index.ts";

const KEY = "0123456789abcdef0123";

/** A server that is trusted, and one that wants the credential. */
export interface Servers extends AsyncDisposable {
  readonly trusted: SentryServer;
  readonly evil: SentryServer;
  readonly strategy: AuthStrategy;
  /** Puts the headers of a proxy in front of the trusted server below a client. */
  readonly behindProxy: (client: unknown) => typeof fetch;
  /** The credentials that the untrusted server got, a proxy's included; a Basic one is the userinfo of the URL itself. */
  readonly stolen: () => readonly string[];
}

export async function startServers(): Promise<Servers> {
  const [trusted, evil] = await Promise.all([startSentryServer(), startSentryServer()]);
  return {
    trusted,
    evil,
    strategy: bearerAuth({ token: trusted.credentials.token, origin: trusted.origin }),
    behindProxy: (client) =>
      withProxyHeaders(client as FetchLike, {
        origin: trusted.origin,
        headers: { "X-Gateway-Key": KEY },
      }) as object as typeof fetch,
    stolen: () =>
      evil.requests.flatMap(({ rawHeaders }) => rawHeaders.filter((text) => /^Bearer |^0123456789/.test(text))),
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
