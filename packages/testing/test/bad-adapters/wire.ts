import { altered, type Flaw } from "./flawed-adapter.ts";

const withoutOwnHeader: Flaw["send"] = (send) => (url, init) => {
  const headers = Object.entries(init.headers ?? {}).filter(([name]) => name.toLowerCase() !== "authorization");
  return send(url, { ...init, headers: Object.fromEntries(headers) });
};

const inPlace: Flaw["send"] = (send) => (url, init) => {
  Object.assign(init.headers ?? {}, { "X-Sent": "yes" });
  return send(url, init);
};

/** Adapters that break a promise about what is sent and what the strategy receives, by the case that finds them. */
export const badWire: Readonly<Record<string, Flaw>> = {
  "sends the strategy's header, whole and once": {
    strategy: altered(({ header, origins }) => ({ header: header.toLowerCase(), origins })),
  },
  "waits for an asynchronous strategy": {
    strategy: (strategy) => ({
      ...strategy,
      authorize: (request) => {
        const given = strategy.authorize(request);
        return { header: `Bearer ${given instanceof Promise}`, origins: [new URL(request.url).origin] };
      },
    }),
  },
  "sends everything else as the caller gave it": {
    fetch:
      () =>
      (url, { headers }) =>
        fetch(url, { headers: headers ?? {} }),
  },
  "sends a Cookie header of the caller's along": {
    fetch: () => (url, init) => {
      const headers = new Headers(init.headers);
      headers.delete("Cookie");
      return fetch(url, { ...init, headers });
    },
  },
  "passes the absolute URL and the method in upper case to the strategy": {
    strategy: (strategy) => ({
      ...strategy,
      authorize: ({ url, method }) => strategy.authorize({ url: new URL(url).pathname, method }),
    }),
  },
  "changes nothing in what the caller gave": { send: inPlace },
  "takes frozen settings": { send: inPlace },
  "throws a TypeError for a value that is no strategy, and for unknown options": { options: () => undefined },
  "sends an Authorization header of the caller's own instead, in any casing and to any origin": {
    send: withoutOwnHeader,
  },
  "doesn't call the strategy for such a request, even after its 401": {
    send: (send, strategy) => async (url, init) => {
      await strategy.authorize({ url, method: "GET" });
      return send(url, init);
    },
  },
};
