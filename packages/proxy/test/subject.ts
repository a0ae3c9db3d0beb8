import { identityAwareProxy, isSentryAuthError, withProxyHeaders } from "@x/sentry-proxy";
import type { CaseServer, ConformanceCase, StartServer } from "@x/sentry-testing";
import { fetchSubject } from "../../fetch/test/subject.ts";
import { isBrowser, type ProxiedSubject, proxiedSubject } from "./subject-behind-proxy.ts";

const KEY = "0123456789abcdef0123";
const headers = { ...identityAwareProxy({ token: KEY }), "X-Gateway-Key": KEY };

/** A fetch that adds a proxy's headers for the origin of each request. */
const send: typeof fetch = async (input, init) => {
  const { origin } = new URL(input instanceof Request ? input.url : input);
  return withProxyHeaders(globalThis.fetch, { origin, headers })(input, init);
};

/** The adapter around a fetch with a proxy's headers. */
export const proxied: readonly ProxiedSubject[] = [
  proxiedSubject(
    (fetch) => fetchSubject("fetch", fetch),
    (...given) => fetch(...given),
  ),
];

/** What the proxy's headers promise on every runtime. */
export const cases: readonly ConformanceCase<{ readonly name: string }>[] = [
  {
    name: "adds the proxy's headers to a request for its origin",
    run: (_, start) =>
      withServers(start, async (server) => {
        await send(server.urls.echo);
        // A browser drops Proxy-Authorization.
        check(await carried(server), [isBrowser ? ["x-gateway-key"] : ["proxy-authorization", "x-gateway-key"]]);
      }),
  },
  ...[301, 302, 303, 307, 308].map(
    (status): ConformanceCase<{ readonly name: string }> => ({
      name: `carries no credential to where a ${status} leads, nor back from there`,
      run: (_, start) =>
        withServers(start, async (server, other) => {
          const redirect = (from: string, to: string) =>
            `${from}/test/redirect?status=${status}&to=${encodeURIComponent(to)}`;
          const url = redirect(server.origin, redirect(other.origin, server.urls.echo));
          const init = { method: "POST", body: "whole", headers: { Authorization: `Bearer ${KEY}` } };
          const all = ["authorization", "proxy-authorization", "x-gateway-key"];
          if (isBrowser) {
            const error = await send(url, init).catch((reason: unknown) => reason);
            check(isSentryAuthError(error) && error.code, "ERR_REDIRECT_REFUSED");
          } else {
            await (await send(url, init)).text();
            check(await carried(server), [all, []]);
          }
          check(await carried(other), isBrowser ? [] : [[]]);
        }),
    }),
  ),
  {
    name: "keeps the headers and the body where a redirect stays on the origin",
    run: (_, start) =>
      withServers(start, async (server) => {
        // A browser hides it.
        if (isBrowser) return;
        const url = `${server.origin}/test/redirect?status=307&to=/test/echo`;
        await (await send(url, { method: "POST", body: "whole" })).text();
        const names = ["proxy-authorization", "x-gateway-key"];
        check(await carried(server), [names, names]);
        const bodies = (await server.requests).map(({ body }) => new TextDecoder().decode(body));
        check(bodies, ["whole", "whole"]);
      }),
  },
  {
    name: "renews the proxy's secret after its refusal, and sends the request again",
    run: (_, start) =>
      withServers(start, async (server) => {
        let calls = 0;
        const key = (): string => `${KEY}${calls++}`;
        const renewing = withProxyHeaders(globalThis.fetch, {
          origin: server.origin,
          headers: { "X-Gateway-Key": key },
        });
        const { token } = await server.credentials;
        const headers = { Authorization: `Bearer ${token}` };
        const { status } = await renewing(`${server.origin}/test/refusal/proxy-html?times=1`, { headers });
        check([status, calls], [200, 2]);
      }),
  },
];

/** The credentials that arrived, by name, for each request. */
async function carried(server: CaseServer): Promise<string[][]> {
  const requests = (await server.requests).filter(({ method }) => method !== "OPTIONS");
  return requests.map(({ rawHeaders }) => {
    const names = rawHeaders.filter((_, index) => rawHeaders[index + 1]?.includes(KEY));
    return names.map((name) => name.toLowerCase()).sort();
  });
}

async function withServers(
  start: StartServer,
  run: (server: CaseServer, other: CaseServer) => Promise<void>,
): Promise<void> {
  const [server, other] = await Promise.all([start(), start()]);
  try {
    await run(server, other);
  } finally {
    await Promise.all([server.close(), other.close()]);
  }
}

function check(actual: unknown, expected: unknown): void {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (found !== wanted) throw new Error(`found ${found} instead of ${wanted}`);
}
