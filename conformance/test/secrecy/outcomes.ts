import { SentryAuthError } from "@x/sentry-core";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { ClientSubject, Wrapped } from "./clients.ts";
import type { StrategySubject } from "./strategies.ts";

/** What a program holds in its hands after a request, by name. */
export type Handed = Readonly<Record<string, unknown>>;

export interface Situation {
  readonly strategy: StrategySubject;
  readonly client: ClientSubject;
  readonly server: SentryServer;
  /** Another server, which is not trusted. */
  readonly other: SentryServer;
}

/** A way for a request to end. */
export interface Outcome {
  readonly name: string;
  readonly reach: (situation: Situation) => Promise<Handed>;
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.then(undefined, (error: unknown) => error);

/** Sends with a fixed secret, and with one from a function. */
const both =
  (send: (wrapped: Wrapped, situation: Situation) => Promise<unknown>) =>
  async (situation: Situation): Promise<Handed> => ({
    ...(await withSecret(situation, send, (secret) => secret)),
    ...(await withSecret(
      situation,
      send,
      (secret) => () => ({ value: secret, expiresAt: Date.now() + 60_000 }),
      "renewable ",
    )),
  });

async function withSecret(
  situation: Situation,
  send: (wrapped: Wrapped, situation: Situation) => Promise<unknown>,
  provide: (secret: string) => Parameters<StrategySubject["make"]>[0],
  prefix = "",
  origins = [situation.server.origin],
): Promise<Handed> {
  const strategy = situation.strategy.make(provide(situation.strategy.secretOf(situation.server.credentials)), origins);
  const wrapped = situation.client.wrap(strategy);
  const handed = await settled(send(wrapped, situation));
  const authorization = await settled(
    Promise.resolve(strategy.authorize({ url: situation.server.origin, method: "GET" })),
  );
  const all = { handed, strategy, client: wrapped.client, seen: wrapped.seen, authorization };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [prefix + name, value]));
}

export const outcomes: readonly Outcome[] = [
  { name: "success", reach: both(({ send }, { server }) => send(server.urls.echo)) },
  ...[401, 403, 500].map((status) => ({
    name: String(status),
    reach: both(({ send }, { server }) => send(`${server.origin}/test/status/${status}`)),
  })),
  {
    name: "401, then success with another secret",
    reach: async (situation) => {
      let calls = 0;
      const { server, strategy } = situation;
      return withSecret(
        situation,
        ({ send }) => send(server.urls.echo),
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
        ({ send }) => send(gone.urls.echo),
        (secret) => secret,
        "",
        [gone.origin],
      );
    },
  },
  { name: "reset", reach: both(({ send }, { server }) => send(`${server.origin}/test/reset`)) },
  { name: "timeout", reach: both(({ send }, { server }) => send(`${server.urls.echo}?hold=it`, { timeout: 50 })) },
  {
    name: "abort",
    reach: both(async ({ send }, { server }) => {
      const controller = new AbortController();
      const arrived = server.arrived(server.requests.length + 1);
      const answer = settled(send(`${server.urls.echo}?hold=it`, { signal: controller.signal }));
      await arrived;
      controller.abort();
      return answer;
    }),
  },
  {
    name: "redirect to an untrusted origin",
    reach: both(({ send }, { server, other }) =>
      send(`${server.origin}/test/redirect?to=${encodeURIComponent(other.urls.echo)}`),
    ),
  },
  { name: "untrusted", reach: both(({ send }, { other }) => send(other.urls.echo)) },
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
          ({ send }) => send(server.urls.echo),
          () => fail,
        )),
        // It worked once, so that there is a secret to be leaked when it fails.
        ...(await withSecret(
          situation,
          ({ send }) => send(`${server.origin}/test/status/401`),
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
        handed.push(await settled((async () => strategy.make(text, server.origin))()));
        const wrapped = client.wrap(strategy.make(() => text, server.origin));
        handed.push(await settled(wrapped.send(server.urls.echo)), wrapped.client, wrapped.seen);
        // By hand, past every check but core's own.
        const header = `Bearer ${text}\r\n`;
        const byHand = client.wrap({ name: "by-hand", authorize: () => ({ header, origins: [server.origin] }) });
        const error = await settled(byHand.send(server.urls.echo));
        if (!(error instanceof SentryAuthError)) throw new Error("An illegal header was not refused.");
        handed.push(error);
      }
      return { handed };
    },
  },
];
