import type { Authorization } from "@x/sentry-core";
import { type BeforeRedirect, isObject, type RedirectOptions } from "./axios-like.ts";
import { deleteAuthorization, isAuthorization } from "./headers.ts";

/**
 * Removes the authorization from a redirect to another origin than that of `url`, for all versions of the http adapter:
 * the older ones keep it for subdomains. The caller's own `beforeRedirect` runs as ever, without it.
 */
export function guardRedirects(
  beforeRedirect: BeforeRedirect | undefined,
  url: string,
  authorization: Authorization,
): BeforeRedirect {
  return (options, response, request) => {
    const carried = options.headers.Authorization !== undefined;
    const before = place(options);
    deleteAuthorization(options.headers);
    if (request) deleteAuthorization(request.headers);
    hideAgents(options);
    beforeRedirect?.(options, response, request);
    if (!carried || Object.keys(options.headers).some(isAuthorization) || before !== place(options)) return;
    if (new URL(options.href).origin === new URL(url).origin) options.headers.Authorization = authorization.header;
  };
}

/** Where the next request goes, so as to notice that the caller's function leads it elsewhere. */
function place({ href, protocol, host, hostname, port }: RedirectOptions): string {
  return JSON.stringify([href, protocol, host, hostname, port]);
}

/**
 * Leaves of Node's modules what follow-redirects calls: their `globalAgent` leads to the headers of all requests that are
 * under way. `request` is looked up late, because instrumentation replaces it.
 */
function hideAgents(options: RedirectOptions): void {
  const { nativeProtocols } = options;
  if (!isObject(nativeProtocols)) return;
  const hidden: Record<string, unknown> = {};
  for (const [protocol, native] of Object.entries(nativeProtocols)) {
    if (isObject(native) && typeof native.request === "function") {
      hidden[protocol] = { request: (...given: unknown[]) => (native as unknown as Native).request(...given) };
    }
  }
  options.nativeProtocols = hidden;
}

interface Native {
  request(...given: unknown[]): unknown;
}
