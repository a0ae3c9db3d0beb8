import { type AuthStrategy, defineStrategy, type OriginOption, type Secret } from "@x/sentry-core";

/**
 * A header that is more than a secret alone, such as one with a scheme word. {@link identityAwareProxy} returns one.
 *
 * @example
 * const { "Proxy-Authorization": header } = identityAwareProxy({ token: process.env.IAP_TOKEN });
 */
export interface ProxyHeader {
  /** Creates the strategy that provides the header's value, for these origins. */
  strategy(name: string, origin: OriginOption): AuthStrategy;
}

/**
 * The headers that a proxy expects, by name: each a secret, a function that returns one, or a header of a preset.
 *
 * @example
 * const headers: ProxyHeaders = { "X-Gateway-Key": process.env.GATEWAY_KEY };
 */
export type ProxyHeaders = Readonly<Record<string, Secret | ProxyHeader | undefined>>;

/** One header, and the strategy that provides its value. */
export interface NamedHeader {
  readonly name: string;
  readonly strategy: AuthStrategy;
}

/** Creates a header whose value is a secret after a scheme word, if there is one. A closure hides the secret. */
export function proxyHeader(secret: Secret | undefined, scheme?: string): ProxyHeader {
  return Object.freeze({
    strategy: (name: string, origin: OriginOption) =>
      defineStrategy({
        name: "proxy",
        label: name,
        scheme,
        secret,
        origin,
        read: (credentials) => ({ credentials }),
        // Whether the proxy refused the request is decided before a strategy is asked.
        canRenew: () => true,
      }),
  });
}

// Set by the client or by the connection, owned by Sentry's credential, or read by Sentry's tracing.
const RESERVED =
  /^(?:authorization|host|cookie2?|content-.*|transfer-encoding|connection|keep-alive|proxy-connection|upgrade|http2-settings|te|trailer|expect|date|origin|referer|via|sec-.*|access-control-.*|accept-encoding|x-sentry-auth|sentry-trace|baggage|traceparent|tracestate)$/i;

/** Checks the headers' names and creates a strategy for each. */
export function namedHeaders(headers: ProxyHeaders, origin: OriginOption): readonly NamedHeader[] {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError('headers must be an object, such as { "X-Gateway-Key": key } or cloudflareAccess({ … })');
  }
  const seen = new Set<string>();
  return Object.entries(headers).map(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new TypeError("headers: a name is not a valid header name");
    if (RESERVED.test(name)) throw new TypeError(`headers: ${name} is reserved. ${insteadOf(name)}`);
    if (seen.has(name.toLowerCase())) throw new TypeError(`headers: ${name} is there twice`);
    seen.add(name.toLowerCase());
    const header = isProxyHeader(value) ? value : proxyHeader(value);
    return { name, strategy: header.strategy(name, origin) };
  });
}

function insteadOf(name: string): string {
  return /^authorization$/i.test(name)
    ? "Sentry's own credential uses it: let the proxy pass requests for /api/ without it, or use another header there. See https://x.github.io/sentry-auth/proxies"
    : "The client, Sentry or its tracing sets it: use a header of the proxy's own";
}

function isProxyHeader(value: unknown): value is ProxyHeader {
  return typeof Object(value).strategy === "function";
}
