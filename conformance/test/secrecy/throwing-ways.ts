import { withSentryAuth as withSentryAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, defineStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { withSentryAuth as withSentryAuthOnKy } from "@x/sentry-ky";
import axios, { type AxiosAdapter } from "axios";
import ky from "ky";
import { identityAwareProxy, withProxyHeaders } from "../../../packages/proxy/src/index.ts";

/** Sends a request through a client that throws. */
type Way = (strategy: AuthStrategy) => Promise<unknown>;

const fail = (): never => {
  throw new Error("thrown below the client");
};
const failing: typeof fetch = fail;
const origin = "https://sentry.acme.com";
const url = `${origin}/api/0/`;

/** A fetch that throws at the second attempt. */
const failsAfter401 = (): typeof fetch => {
  let calls = 0;
  return async () => (calls++ === 0 ? new Response('{"detail":"Invalid token"}', { status: 401 }) : fail());
};
/** A refusal that throws as soon as it is read. */
const unreadable: typeof fetch = async () =>
  Object.defineProperties(new Response("", { status: 401 }), { headers: { get: fail }, clone: { value: fail } });

class UnreadableRequest extends Request {
  override get referrer(): string {
    return fail();
  }
}

const responding =
  (status: number): AxiosAdapter =>
  async (config) => ({ status, statusText: "", headers: {}, data: '{"detail":"Invalid token"}', config });

/** The ways to throw synchronously below a wrapped client, and a separate program that shows the header. */
export function throwingWays(secret: string): Readonly<Record<string, Way>> {
  const proxied = (client: typeof fetch): typeof fetch =>
    withProxyHeaders(client, {
      origin,
      headers: { ...identityAwareProxy({ token: secret }), "X-Gateway-Key": secret },
    });
  return {
    fetch: (strategy) => withSentryAuth(failing, strategy)(url),
    "fetch with headers": (strategy) => withSentryAuth(failing, strategy)(url, { headers: { "X-Mine": "1" } }),
    "fetch with pairs": (strategy) => withSentryAuth(failing, strategy)(url, { headers: [["X-Mine", "1"]] }),
    "fetch with a Request": (strategy) =>
      withSentryAuth(failing, strategy)(new Request(url, { method: "POST", body: "x" })),
    "a Request's referrer": (strategy) => withSentryAuth(fetch, strategy)(new UnreadableRequest(url)),
    "the second attempt of fetch": (strategy) => withSentryAuth(failsAfter401(), strategy)(url),
    "the reading of a refusal": (strategy) => withSentryAuth(unreadable, strategy)(url),
    ky: (strategy) => withSentryAuthOnKy(ky.create({ fetch: failing, retry: 0 }), strategy)(url),
    "the second attempt of ky": (strategy) =>
      withSentryAuthOnKy(ky.create({ fetch: failsAfter401(), retry: 0 }), strategy)(url),
    "fetch below the proxy's headers": (strategy) => withSentryAuth(proxied(failing), strategy)(url),
    "ky below the proxy's headers": (strategy) =>
      withSentryAuthOnKy(ky.create({ fetch: proxied(failing), retry: 0 }), strategy)(url),
    "a redirect below the proxy's headers": (strategy) => {
      let calls = 0;
      const client = async (): Promise<Response> => (calls++ === 0 ? Response.redirect(`${url}1`) : fail());
      return withSentryAuth(proxied(client), strategy)(url);
    },
    "axios' adapter": (strategy) => withSentryAuthOnAxios(axios.create({ adapter: fail }), strategy).get(url),
    "the second attempt of axios": (strategy) => {
      let calls = 0;
      const adapter: AxiosAdapter = (config) => (calls++ === 0 ? responding(401)(config) : fail());
      return withSentryAuthOnAxios(axios.create({ adapter, validateStatus: null }), strategy).get(url);
    },
    "axios' request interceptor": (strategy) => {
      const sentry = withSentryAuthOnAxios(axios.create({ adapter: responding(200) }), strategy);
      sentry.interceptors.request.use(fail, null, { synchronous: true });
      return sentry.get(url);
    },
    "axios' response interceptor": (strategy) => {
      const sentry = withSentryAuthOnAxios(axios.create({ adapter: responding(401) }), strategy);
      sentry.interceptors.response.use(fail, fail);
      return sentry.get(url);
    },
    [showsHeader]: () => {
      const line = `Bearer ${secret}`;
      const send = (headers: Record<string, string>, text: string): Promise<unknown> =>
        headers && text ? fail() : fetch(url);
      return send({ Authorization: line }, line);
    },
  };
}

/** The way in which a recorder has to find the secret. */
export const showsHeader = "a header that shows";

/** New strategies with fixed secrets and others. A second passes for each secret that a function returns. */
export function strategiesWith(secret: string): readonly AuthStrategy[] {
  let number = 0;
  const { now } = Date;
  Date.now = () => now() + 1_000 * number;
  const token = (): string => `${secret}${number++}`;
  return [
    bearerAuth({ token: secret, origin }),
    bearerAuth({ token, origin }),
    defineStrategy({ name: "acme", secret: token, origin, read: (credentials) => ({ credentials }), canRenew: fail }),
    {
      name: "third-party",
      authorize: () => ({ header: `Bearer ${secret}`, origins: [origin] }),
      renew: () => ({ header: `Bearer ${secret}1`, origins: [origin] }),
    },
  ];
}
