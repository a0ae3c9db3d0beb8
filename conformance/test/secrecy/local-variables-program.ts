import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, defineStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { withSentryAuth as withSentryAuthOnKy } from "@x/sentry-ky";
import ky from "ky";
import { identityAwareProxy, withProxyHeaders } from "../../../packages/proxy/src/index.ts";

// Runs one way to throw below a wrapped fetch, and prints what the recorder saw.

const [recorder = "", way = "", secret = ""] = process.argv.slice(2);
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

const proxied = (client: typeof fetch): typeof fetch =>
  withProxyHeaders(client, { origin, headers: { ...identityAwareProxy({ token: secret }), "X-Gateway-Key": secret } });

const ways: Record<string, (strategy: AuthStrategy) => Promise<unknown>> = {
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
  "a header that shows": () => {
    const send = (headers: Record<string, string>): Promise<unknown> => (headers ? fail() : fetch(url));
    return send({ Authorization: `Bearer ${secret}` });
  },
};

const worker = new Worker(recorder);
await once(worker, "message");
let number = 0;
const { now } = Date;
Date.now = () => now() + 1_000 * number;
// Each is asked for at once, as if a second had passed.
const token = (): string => `${secret}${number++}`;
const strategies: AuthStrategy[] = [
  bearerAuth({ token: secret, origin }),
  bearerAuth({ token, origin }),
  defineStrategy({ name: "acme", secret: token, origin, read: (credentials) => ({ credentials }), canRenew: fail }),
  {
    name: "third-party",
    authorize: () => ({ header: `Bearer ${secret}`, origins: [origin] }),
    renew: () => ({ header: `Bearer ${secret}1`, origins: [origin] }),
  },
];
for (const strategy of strategies) await (async () => ways[way]?.(strategy))().catch(() => {});
worker.postMessage("report");
const [report] = await once(worker, "message");
console.log(JSON.stringify(report));
await worker.terminate();
