import type { BeforeRedirect, RedirectOptions } from "./axios.ts";

/**
 * Takes the credential out of a redirect to another origin than that of `url`, for all versions of the http adapter:
 * the older ones keep it for subdomains. The caller's own `beforeRedirect` runs as ever, and does not get to see it.
 */
export function guardRedirects(beforeRedirect: BeforeRedirect | undefined, url: string): BeforeRedirect {
  return (options, response, request) => {
    const header = options.headers.Authorization;
    const before = place(options);
    Reflect.deleteProperty(options.headers, "Authorization");
    if (request) Reflect.deleteProperty(request.headers, "Authorization");
    beforeRedirect?.(options, response, request);
    const own = Object.keys(options.headers).some((name) => name.toLowerCase() === "authorization");
    if (header === undefined || own || before !== place(options)) return;
    if (new URL(options.href).origin === new URL(url).origin) options.headers.Authorization = header;
  };
}

/** Where the next request goes, so as to notice that the caller's function leads it elsewhere. */
function place({ href, protocol, host, hostname, port }: RedirectOptions): string {
  return JSON.stringify([href, protocol, host, hostname, port]);
}
