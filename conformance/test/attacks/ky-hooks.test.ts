import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";
import ky1 from "ky-1";
import { expect, test } from "vitest";
import { outcomeOf, startServers } from "./servers.ts";

const clients = [
  ["ky 2", ky, false],
  ["ky 1", ky1 as object as typeof ky, false],
  ["ky 2, with a proxy's headers,", ky, true],
  ["ky 1, with a proxy's headers,", ky1 as object as typeof ky, true],
] as const;

test.each(clients)("%s takes no credential to another origin", async (_, plain, isProxied) => {
  await using servers = await startServers();
  const library = isProxied ? plain.extend({ fetch: servers.behindProxy(fetch) }) : plain;
  const { trusted, evil, strategy } = servers;
  const elsewhere = (): Request => new Request(evil.urls.echo);
  const aliased = Object.defineProperty(elsewhere(), "url", { value: trusted.urls.echo });
  const hooked = (hook: () => Request) => library.extend({ hooks: { beforeRequest: [hook as never] } });
  const attempts = [
    () => withSentryAuth(library, strategy)(evil.urls.echo),
    () => withSentryAuth(library, strategy)(aliased),
    () => withSentryAuth(hooked(elsewhere), strategy)(trusted.urls.echo),
    () =>
      withSentryAuth(
        hooked(() => aliased),
        strategy,
      )(trusted.urls.echo),
    () =>
      withSentryAuth(library, strategy).extend({ hooks: { beforeRequest: [elsewhere as never] } })(trusted.urls.echo),
    () => withSentryAuth(library, strategy)(`${trusted.origin}/test/redirect?to=${encodeURIComponent(evil.urls.echo)}`),
  ];
  for (const attempt of attempts) expect(await outcomeOf(attempt)).toBeInstanceOf(Error);
  expect(servers.stolen()).toEqual([]);
  expect((await withSentryAuth(library, strategy)(trusted.urls.echo)).status).toBe(200);
});
