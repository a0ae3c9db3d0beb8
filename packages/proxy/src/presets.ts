import { readOptions, type Secret } from "@x/sentry-core";
import { type ProxyHeader, proxyHeader } from "./proxy-headers.ts";

/**
 * Returns the headers of a Cloudflare Access service token.
 *
 * @example
 * const headers = cloudflareAccess({
 *   clientId: process.env.CF_ACCESS_CLIENT_ID,
 *   clientSecret: process.env.CF_ACCESS_CLIENT_SECRET,
 * });
 *
 * @param options.clientId - The service token's client id, such as `….access`.
 * @param options.clientSecret - The service token's client secret.
 * @throws {TypeError} when the call has another shape.
 * @see https://developers.cloudflare.com/cloudflare-one/access-controls/service-credentials/service-tokens/
 */
export function cloudflareAccess(options: {
  readonly clientId: Secret | undefined;
  readonly clientSecret: Secret | undefined;
}): Readonly<Record<"CF-Access-Client-Id" | "CF-Access-Client-Secret", ProxyHeader>> {
  const { clientId, clientSecret } = readOptions("cloudflareAccess({ clientId, clientSecret })", options, [
    "clientId",
    "clientSecret",
  ]);
  return Object.freeze({
    "CF-Access-Client-Id": proxyHeader(clientId),
    "CF-Access-Client-Secret": proxyHeader(clientSecret),
  });
}

/**
 * Returns the header of Google's Identity-Aware Proxy: `Proxy-Authorization: Bearer …`, beside Sentry's own header.
 *
 * Browsers do not send this header.
 *
 * @example
 * const headers = identityAwareProxy({
 *   token: async () => ({ value: await fetchIdToken(), expiresAt: Date.now() + 55 * 60 * 1000 }),
 * });
 *
 * @param options.token - An OIDC token for the proxy's audience. It lives one hour: pass a function.
 * @throws {TypeError} when the call has another shape.
 * @see https://cloud.google.com/iap/docs/authentication-howto
 */
export function identityAwareProxy(options: {
  readonly token: Secret | undefined;
}): Readonly<Record<"Proxy-Authorization", ProxyHeader>> {
  const { token } = readOptions("identityAwareProxy({ token })", options, ["token"]);
  return Object.freeze({ "Proxy-Authorization": proxyHeader(token, "Bearer") });
}
