import { type FetchLike, withProxyHeaders } from "@x/sentry-proxy";
import type { AdapterSubject } from "@x/sentry-testing";

/** An adapter around a client with a proxy's headers below it. */
export interface ProxiedSubject extends AdapterSubject {
  /** The values of the proxy's headers. */
  readonly secrets: readonly string[];
}

const secrets = ["5ca1ab1e0ddba11c0ffee5eed", "feedfacecafebeef00d15ea5e"] as const;

/** Whether this is a browser, which does not show where a redirect leads, nor sends `Proxy-Authorization`. */
export const isBrowser = "document" in globalThis;

/** Puts a proxy's headers below a client that is made from a fetch. They are for the origins of the strategy. */
export function proxiedSubject(
  make: (fetch: typeof globalThis.fetch) => AdapterSubject,
  fetch: typeof globalThis.fetch,
): ProxiedSubject {
  const { name, lacks } = make(fetch);
  // node-fetch keeps a header that is not the wrapper's to follow. Here the wrapper follows.
  const { redirects, ...others } = lacks ?? {};
  return {
    name: `${name}, with a proxy's headers`,
    secrets,
    wrap: (strategy, ...rest) => {
      const origins: readonly unknown[] = [Object(strategy).origins ?? []].flat();
      const origin = origins.map(String).filter((one) => !/\*|sentry\.io/.test(one));
      const headers = { "X-Gateway-Key": secrets[0], ...(!isBrowser && { "X-Gateway-Token": () => secrets[1] }) };
      const proxied = origin.length > 0 ? withProxyHeaders(fetch as FetchLike, { origin, headers }) : fetch;
      return make(proxied as typeof fetch).wrap(strategy, ...rest);
    },
    lacks: { ...others, ...(isBrowser && { redirects: "a browser does not show where a redirect leads" }) },
  };
}
