// Loads both builds of every package into one process, one with `import` and one with `require()`, and mixes them.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import type { AuthStrategy, Secret } from "@x/sentry-core";
import { startSentryServer } from "@x/sentry-testing";
import axios from "axios";
import ky from "ky";

async function load(get: (name: string) => unknown) {
  return {
    core: (await get("@x/sentry-core")) as typeof import("@x/sentry-core"),
    bearer: (await get("@x/sentry-bearer")) as typeof import("@x/sentry-bearer"),
    userToken: (await get("@x/sentry-user-token")) as typeof import("@x/sentry-user-token"),
    dsn: (await get("@x/sentry-dsn")) as typeof import("@x/sentry-dsn"),
    legacyBasic: (await get("@x/sentry-legacy-basic")) as typeof import("@x/sentry-legacy-basic"),
    store: (await get("@x/sentry-store")) as typeof import("@x/sentry-store"),
    integration: (await get("@x/sentry-integration")) as typeof import("@x/sentry-integration"),
    fetch: (await get("@x/sentry-fetch")) as typeof import("@x/sentry-fetch"),
    axios: (await get("@x/sentry-axios")) as typeof import("@x/sentry-axios"),
    ky: (await get("@x/sentry-ky")) as typeof import("@x/sentry-ky"),
  };
}
type Build = Awaited<ReturnType<typeof load>>;

const imported = await load((name) => import(name));
const required = await load(createRequire(import.meta.url));
const mixtures = [
  { name: "an imported strategy with a required client", strategies: imported, clients: required },
  { name: "a required strategy with an imported client", strategies: required, clients: imported },
];

/** Sends a GET with each client of a build, and returns the status. */
const clients: Readonly<Record<string, (build: Build, strategy: AuthStrategy) => (url: string) => Promise<number>>> = {
  fetch: (build, strategy) => {
    const sentry = build.fetch.withSentryAuth(fetch, strategy);
    return async (url) => (await sentry(url)).status;
  },
  axios: (build, strategy) => {
    const sentry = build.axios.withSentryAuth(axios.create({ validateStatus: () => true }), strategy);
    return async (url) => (await sentry.get(url)).status;
  },
  ky: (build, strategy) => {
    const sentry = build.ky.withSentryAuth(ky.create({ throwHttpErrors: false }), strategy);
    return async (url) => (await sentry.get(url)).status;
  },
};

test("they are two copies", () => {
  assert.notEqual(imported.core.SentryAuthError, required.core.SentryAuthError);
  assert.notEqual(imported.fetch.withSentryAuth, required.fetch.withSentryAuth);
});

for (const [{ core: one }, { core: other }] of [
  [imported, required],
  [required, imported],
] as const) {
  test("an error of the other copy is recognized", () => {
    const error = new one.SentryAuthError("ERR_LOGIN_REQUIRED", "the login is lost");
    assert.equal(error instanceof other.SentryAuthError, false);
    assert.equal(other.isSentryAuthError(error), true);
  });
}

for (const { name, strategies, clients: build } of mixtures) {
  // At the same time: each renewal waits for a second, which is the brake.
  describe(name, { concurrency: true }, () => {
    for (const [client, connect] of Object.entries(clients)) {
      test(`${client} sends every credential`, async () => {
        await using server = await startSentryServer();
        const { origin, credentials } = server;
        const all: readonly (readonly [AuthStrategy, url: string])[] = [
          [strategies.bearer.bearerAuth({ token: credentials.token, origin }), server.urls.projects],
          [strategies.userToken.userTokenAuth({ token: credentials.userToken, origin }), server.urls.projects],
          [strategies.dsn.dsnAuth({ dsn: credentials.dsn, origin }), server.urls.echo],
          [strategies.legacyBasic.legacyBasicAuth({ apiKey: credentials.apiKey, origin }), server.urls.projects],
        ];
        for (const [strategy, url] of all) {
          assert.equal(await connect(build, strategy)(url), 200, strategy.name);
          const { header } = await strategy.authorize({ url, method: "GET" });
          assert.equal(server.requests.at(-1)?.authorization, header);
        }
      });

      test(`${client} refuses a foreign origin with an error that both copies recognize`, async () => {
        await using server = await startSentryServer();
        const send = connect(build, strategies.bearer.bearerAuth({ token: server.credentials.token }));
        const error = await send(server.urls.projects).catch((reason: unknown) => reason);
        for (const { core } of [imported, required]) {
          assert.ok(core.isSentryAuthError(error));
          assert.equal(error.code, "ERR_UNTRUSTED_ORIGIN");
        }
        assert.equal(server.requests.length, 0);
      });

      test(`${client} renews a secret and an exchanged credential after a 401`, async () => {
        await using server = await startSentryServer();
        let calls = 0;
        const token: Secret = () => {
          calls += 1;
          return server.credentials.token;
        };
        const send = connect(build, strategies.bearer.bearerAuth({ token, origin: server.origin }));
        assert.equal(await send(server.urls.projects), 200);
        server.rotate();
        assert.equal(await send(server.urls.projects), 200);
        assert.equal(calls, 2);

        const installation = server.installations.create({ authorized: true });
        // A store of one copy, in a strategy of the other.
        const options = { ...installation.options, store: build.store.memoryStore() };
        const exchanged = connect(build, strategies.integration.integrationAuth(options));
        assert.equal(await exchanged(server.urls.projects), 200);
        installation.revoke();
        assert.equal(await exchanged(server.urls.projects), 200);
      });

      test(`${client} checks an authorization of the other copy again`, async () => {
        await using server = await startSentryServer();
        const strategy = strategies.bearer.bearerAuth({ token: server.credentials.token, origin: server.origin });
        const header = `${server.credentials.token}\n`;
        const changed = {
          name: "changed",
          authorize: async (request: Parameters<AuthStrategy["authorize"]>[0]) =>
            Object.create(await strategy.authorize(request), { header: { value: header } }),
        };
        const error = await connect(build, changed)(server.urls.projects).catch((reason: unknown) => reason);
        assert.ok(build.core.isSentryAuthError(error));
        assert.equal(error.code, "ERR_INVALID_SECRET");
        assert.equal(server.requests.length, 0);
      });
    }
  });
}
