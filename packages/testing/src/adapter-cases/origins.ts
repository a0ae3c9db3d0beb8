import { type CaseServer, sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy, tokenStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual } from "../cases/expectations.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";

/** Fails when a server saw the other one's token, in a header or anywhere else in a request. */
async function checkUnseen(server: CaseServer, token: string, what: string): Promise<void> {
  for (const { url, rawHeaders, body } of await server.requests) {
    const seen = [url, ...rawHeaders, new TextDecoder().decode(body)].some((part) => part.includes(token));
    check(!seen, `${what} carried the credential to another origin`);
  }
}

/** Runs `act` while every object inherits `properties`. */
async function polluted<T>(properties: Readonly<Record<string, unknown>>, act: () => Promise<T>): Promise<T> {
  const names = Object.entries(properties);
  for (const [name, value] of names) {
    Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });
  }
  try {
    return await act();
  } finally {
    for (const [name] of names) Reflect.deleteProperty(Object.prototype, name);
  }
}

function port({ origin }: CaseServer): string {
  return new URL(origin).port;
}

/** Where a credential goes. */
export const adapterOriginCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase("refuses an origin that the credential is not for, before anything is sent", (subject, start) =>
    withServers(start, async (server, other) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      await authErrorOf(() => send(other.urls.echo, {}), "ERR_UNTRUSTED_ORIGIN", "a request to another origin");
      checkEqual((await other.requests).length, 0, "the number of requests that arrived there");
    }),
  ),

  defineCase("refuses plain http where only https was listed", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server, server.origin.replace("http:", "https:")));
      await authErrorOf(() => send(server.urls.echo, {}), "ERR_UNTRUSTED_ORIGIN", "a request over plain http");
      checkEqual((await server.requests).length, 0, "the number of requests that arrived");
    }),
  ),

  defineCase(
    "sends a request to such an origin without the credential with onUntrustedOrigin: omit",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const { send } = subject.wrap(await fixedStrategy(server), { onUntrustedOrigin: "omit" });
        const headers = { "X-Mine": "one" };
        checkEqual((await send(other.urls.echo, { headers })).status, 401, "the status there");
        const [request] = await sentRequests(other);
        check(request !== undefined, "nothing arrived there");
        checkEqual(request.authorization, undefined, "the header that arrived there");
        checkEqual((await send(server.urls.echo, { headers })).status, 200, "the status at the trusted origin");
      }),
    "options.onUntrustedOrigin",
  ),

  defineCase("goes by the URL as the platform reads it, not as it looks", (subject, start) =>
    withServers(start, async (server, other) => {
      const { token } = await server.credentials;
      const { send } = subject.wrap(await fixedStrategy(server));
      const [ours, theirs] = [`127.0.0.1:${port(server)}`, `127.0.0.1:${port(other)}`];
      for (const url of [
        `http://${ours}@${theirs}/test/echo`,
        `http://${ours}%2f@${theirs}/test/echo`,
        `http://${theirs}/http://${ours}/test/echo`,
        `http://${theirs}?http://${ours}/`,
        `http://${theirs}#@${ours}/`,
        `http://${theirs}\\@${ours}/test/echo`,
        `http:/\\${theirs}/test/echo`,
        `\thttp://${theirs}/test/echo`,
        `http://2130706433:${port(other)}/test/echo`,
        `http://0x7f.1:${port(other)}/test/echo`,
      ]) {
        await send(url, {}).catch(() => {}); // Whether the client takes such a URL at all is its own matter.
        await checkUnseen(other, token, url);
      }
    }),
  ),

  defineCase("takes a trusted origin in another spelling", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      for (const origin of [`HTTP://127.0.0.1:${port(server)}`, `http://127.1:${port(server)}`]) {
        checkEqual((await send(`${origin}/test/echo`, {})).status, 200, `the status from ${origin}`);
      }
    }),
  ),

  defineCase("never trusts a URL with userinfo", (subject, start) =>
    withServers(start, async (server) => {
      const { token } = await server.credentials;
      const { send } = subject.wrap(await fixedStrategy(server));
      const url = server.urls.echo.replace("//", "//user:word@");
      await send(url, {}).catch(() => {});
      await checkUnseen(server, token, "a URL with userinfo");
    }),
  ),

  defineCase("takes several origins, and decides for each request", (subject, start) =>
    withServers(start, async (server, other) => {
      const { token } = await server.credentials;
      const { send } = subject.wrap(tokenStrategy(token, [server.origin, "https://sentry.acme.example"]));
      for (const attempt of [1, 2]) {
        checkEqual((await send(server.urls.echo, {})).status, 200, `status ${attempt} at the listed origin`);
        await authErrorOf(() => send(other.urls.echo, {}), "ERR_UNTRUSTED_ORIGIN", `request ${attempt} to another`);
      }
    }),
  ),

  defineCase("sends the credential to no other origin when Object.prototype is polluted", (subject, start) =>
    withServers(start, async (server, other) => {
      const { token } = await server.credentials;
      const strategy = await fixedStrategy(server);
      for (const to of [other, server]) {
        for (const { origin, urls } of [server, other]) {
          const { host, hostname } = new URL(origin);
          const names = { origin, region_url: origin, origins: [origin], host, hostname };
          const texts = { url: urls.echo, href: urls.echo, baseURL: origin, onUntrustedOrigin: "omit" };
          // What else happens then is the client's own matter: it may read these names too.
          await polluted({ ...names, ...texts }, async () => subject.wrap(strategy, {}).send(to.urls.echo, {})).catch(
            () => {},
          );
          await checkUnseen(other, token, `a prototype with ${origin} in it`);
          if (to === other)
            checkEqual((await other.requests).length, 0, "the number of requests without the credential");
        }
      }
    }),
  ),

  defineCase(
    "follows a redirect to another origin without the credential",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const { token } = await server.credentials;
        const { send } = subject.wrap(await fixedStrategy(server));
        for (const status of [302, 307]) {
          const url = `${server.origin}/test/redirect?status=${status}&to=${encodeURIComponent(other.urls.echo)}`;
          checkEqual((await send(url, {})).status, 401, `the status after a ${status}`);
          await checkUnseen(other, token, `a ${status}`);
        }
        checkEqual((await sentRequests(other)).length, 2, "the number of redirects that were followed");
      }),
    "redirects",
  ),

  defineCase(
    "follows a redirect on the same origin with the credential",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send } = subject.wrap(await fixedStrategy(server));
        const url = `${server.origin}/test/redirect?to=${encodeURIComponent(server.urls.echo)}`;
        checkEqual((await send(url, {})).status, 200, "the status");
      }),
    "redirects",
  ),
];
