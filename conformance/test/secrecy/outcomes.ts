import { SentryAuthError } from "@x/sentry-core";
import {
  type AdapterSubject,
  type CaseInit,
  type SentryServer,
  type StrategySubject,
  startSentryServer,
  type WrappedClient,
} from "@x/sentry-testing";

/** A strategy whose credential the embedded server knows. */
export type KnownStrategy = StrategySubject & Required<Pick<StrategySubject, "secretOf">>;

/** What a program has after a request, by name. */
export type Handed = Readonly<Record<string, unknown>>;

export interface Situation {
  readonly strategy: KnownStrategy;
  /** With the secrets that it sends by itself, if any. */
  readonly client: AdapterSubject & { readonly secrets?: readonly string[] };
  readonly server: SentryServer;
  /** Another server, which is not trusted. */
  readonly other: SentryServer;
}

/** A way for a request to end. */
export interface Outcome {
  readonly name: string;
  readonly reach: (situation: Situation) => Promise<Handed>;
}

type Send = (url: string, init?: CaseInit) => Promise<unknown>;

/** What a program gets: the response's objects, or the error. */
const sender =
  ({ send }: WrappedClient): Send =>
  (url, init = {}) =>
    send(url, init).then(({ shown }) => shown);

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.then(undefined, (error: unknown) => error);

/** Sends with a fixed secret, and with one from a function. */
const both =
  (reach: (send: Send, situation: Situation) => Promise<unknown>) =>
  async (situation: Situation): Promise<Handed> => ({
    ...(await withSecret(situation, reach, (secret) => secret)),
    ...(await withSecret(
      situation,
      reach,
      (secret) => () => ({ value: secret, expiresAt: Date.now() + 60_000 }),
      "renewable ",
    )),
  });

async function withSecret(
  situation: Situation,
  reach: (send: Send, situation: Situation) => Promise<unknown>,
  provide: (secret: string) => Parameters<StrategySubject["create"]>[0],
  prefix = "",
  origins = [situation.server.origin],
): Promise<Handed> {
  const strategy = situation.strategy.create(
    provide(situation.strategy.secretOf(situation.server.credentials)),
    origins,
  );
  const seen: unknown[] = [];
  const wrapped = situation.client.wrap(strategy, undefined, (value) => seen.push(value));
  const handed = await settled(reach(sender(wrapped), situation));
  const authorization = await settled(
    (async () => strategy.authorize({ url: situation.server.origin, method: "GET" }))(),
  );
  const all = { handed, strategy, client: wrapped.client, seen, authorization };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [prefix + name, value]));
}

export const outcomes: readonly Outcome[] = [
  { name: "success", reach: both((send, { server }) => send(server.urls.echo)) },
  ...[401, 403, 500].map((status) => ({
    name: String(status),
    reach: both((send, { server }) => send(`${server.origin}/test/status/${status}`)),
  })),
  {
    name: "401, then success with another secret",
    reach: async (situation) => {
      let calls = 0;
      const { server, strategy } = situation;
      return withSecret(
        situation,
        (send) => send(server.urls.echo),
        (secret) => () => {
          calls += 1;
          if (calls > 1) return strategy.secretOf(server.credentials);
          server.rotate();
          return secret;
        },
      );
    },
  },
  {
    name: "refused",
    reach: async (situation) => {
      const gone = await startSentryServer();
      await gone.close();
      return withSecret(
        situation,
        (send) => send(gone.urls.echo),
        (secret) => secret,
        "",
        [gone.origin],
      );
    },
  },
  { name: "reset", reach: both((send, { server }) => send(`${server.origin}/test/reset`)) },
  {
    name: "timeout",
    reach: both((send, { server, client }) => {
      const limit = client.lacks?.timeout === undefined ? { timeout: 50 } : { signal: AbortSignal.timeout(50) };
      return send(`${server.urls.echo}?hold=it`, limit);
    }),
  },
  {
    name: "abort",
    reach: both(async (send, { server }) => {
      const controller = new AbortController();
      const arrived = server.arrived(server.requests.length + 1);
      const pending = settled(send(`${server.urls.echo}?hold=it`, { signal: controller.signal }));
      await arrived;
      controller.abort();
      return pending;
    }),
  },
  {
    name: "redirect to an untrusted origin",
    reach: both((send, { server, other }) =>
      send(`${server.origin}/test/redirect?to=${encodeURIComponent(other.urls.echo)}`),
    ),
  },
  { name: "untrusted", reach: both((send, { other }) => send(other.urls.echo)) },
  {
    name: "failing provider",
    reach: async (situation) => {
      const fail = (): never => {
        throw new Error("The vault is closed.");
      };
      const { server } = situation;
      let calls = 0;
      return {
        ...(await withSecret(
          situation,
          (send) => send(server.urls.echo),
          () => fail,
        )),
        // It worked once, so that there is a secret to be leaked when it fails.
        ...(await withSecret(
          situation,
          (send) => send(`${server.origin}/test/status/401`),
          (secret) => () => {
            calls += 1;
            return calls === 1 ? secret : fail();
          },
          "later ",
        )),
      };
    },
  },
  {
    name: "illegal secret",
    reach: async (situation) => {
      const { client, server, strategy } = situation;
      const secret = strategy.secretOf(server.credentials);
      const illegal = [
        `${secret}\n${secret}`,
        `Bearer ${secret}`,
        `${secret}é`,
        `{${secret}}`,
        `${secret}\0`,
        `${secret}:`,
        `sntryu_${secret}`,
      ];
      const handed: unknown[] = [];
      for (const text of illegal) {
        handed.push(await settled((async () => strategy.create(text, server.origin))()));
        const seen: unknown[] = [];
        const wrapped = client.wrap(
          strategy.create(() => text, server.origin),
          undefined,
          (value) => seen.push(value),
        );
        handed.push(await settled(sender(wrapped)(server.urls.echo)), wrapped.client, seen);
        // By hand, past every check but core's own.
        const header = `Bearer ${text}\r\n`;
        const byHand = client.wrap({ name: "by-hand", authorize: () => ({ header, origins: [server.origin] }) });
        const error = await settled(sender(byHand)(server.urls.echo));
        if (!(error instanceof SentryAuthError)) throw new Error("An illegal header was not refused.");
        handed.push(error);
      }
      return { handed };
    },
  },
];

/** What a proxy in front of the server adds. */
export const proxyOutcomes: readonly Outcome[] = [
  {
    name: "refused by the proxy",
    reach: both((send, { server }) => send(`${server.origin}/test/refusal/proxy-html`)),
  },
  {
    name: "redirect on the origin",
    reach: both((send, { server }) =>
      send(`${server.origin}/test/redirect?status=307&to=${encodeURIComponent(server.urls.echo)}`, {
        method: "POST",
        json: {},
      }),
    ),
  },
  {
    name: "redirect without end",
    reach: both((send, { server }) => {
      // Each one redirects to itself.
      const url = `${server.origin}/test/redirect?to=`;
      return send(url);
    }),
  },
];
