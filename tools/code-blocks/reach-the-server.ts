// Loaded ahead of a documented program (node --import), so that the program itself stays as it is printed: what it sends
// to Sentry arrives at the embedded server.
import http from "node:http";
import https from "node:https";

const server = new URL(process.env["EMBEDDED_SERVER"] ?? "http://127.0.0.1:0");

/** Anything but the hosts that the documents speak of is a mistake, and must not leave the machine. */
function assertDocumented(host: string | null | undefined): void {
  if (!/^(?:(?:[\w-]+\.)*sentry\.io|sentry\.acme\.com|127\.0\.0\.1)$/.test(host ?? "")) {
    throw new Error(`no document speaks of this host: ${host}`);
  }
}

function mapped(address: string): string {
  const url = new URL(address);
  assertDocumented(url.hostname);
  return url.hostname === "127.0.0.1" ? url.href : url.href.replace(url.origin, server.origin);
}

const platformFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const target = input instanceof Request ? new Request(mapped(url), input) : mapped(url);
  return withOrigin(await platformFetch(target, init), new URL(url).origin);
};

/** The response as if it came from where the program sent the request: a foreign origin would read as a redirect. */
function withOrigin(response: Response, origin: string): Response {
  const url = response.url.replace(server.origin, origin);
  const clone = (): Response => withOrigin(Response.prototype.clone.call(response), origin);
  return Object.defineProperties(response, { url: { value: url }, clone: { value: clone } });
}

// axios goes through this module. Its requests are plain objects by the time that they get here.
const request = (
  options: https.RequestOptions,
  onResponse?: (message: http.IncomingMessage) => void,
): http.ClientRequest => {
  assertDocumented(options.hostname ?? options.host);
  return http.request(
    { ...options, ...{ protocol: "http:", hostname: server.hostname, host: null, port: server.port, agent: false } },
    onResponse,
  );
};
Object.assign(https, { request });
