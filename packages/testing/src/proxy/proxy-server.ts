/// <reference lib="esnext.disposable" preserve="true" />
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from "node:http";
import { kinds } from "./proxy-kinds.ts";

/**
 * The kinds of proxy: Cloudflare Access with a service token or a user's token, Google's Identity-Aware Proxy, and one
 * with a header of the operator's own. The last three read `Authorization`, which Sentry's credential needs: nginx with
 * `auth_basic`, oauth2-proxy with bearer tokens, and an AWS load balancer that validates tokens.
 *
 * @example
 * const kind: ProxyKind = "cloudflare-access";
 */
export type ProxyKind =
  | "cloudflare-access"
  | "cloudflare-access-user"
  | "identity-aware-proxy"
  | "header"
  | "nginx-basic"
  | "oauth2-proxy"
  | "aws-alb";

/**
 * The headers of a request by their names in lower case.
 *
 * @example
 * const received: ReceivedHeaders = { host: "127.0.0.1:49152" };
 */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A running proxy in front of a server. It refuses requests as its kind does: with a redirect to a log-in page of another
 * origin, or with a 401 or 403 in HTML or plain text.
 *
 * @example
 * await using server = await startSentryServer();
 * await using proxy = await startProxyServer({ kind: "header", target: server.origin });
 * const response = await fetch(`${proxy.origin}/api/0/`, { headers: proxy.headers });
 */
export interface ProxyServer {
  /** Such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  /** The origin of its log-in page. */
  readonly loginOrigin: string;
  /** The headers that it accepts now, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers of each request that arrived, oldest first, and those that arrived at the log-in page. */
  readonly requests: readonly ReceivedHeaders[];
  readonly loginRequests: readonly ReceivedHeaders[];
  /** Replaces every value in `headers`, after which the former ones are refused. */
  rotate(): void;
  /** Stops the proxy and cuts every connection. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a proxy in front of a server, on a free port of 127.0.0.1.
 *
 * @example
 * await using server = await startSentryServer();
 * await using proxy = await startProxyServer({ kind: "cloudflare-access", target: server.origin });
 *
 * @param options.target - The origin that it passes requests on to: without its own headers, except `Authorization`.
 * @param options.exempt - The beginnings of paths that it passes on without authentication, such as `/api/`.
 */
export async function startProxyServer(options: {
  readonly kind: ProxyKind;
  readonly target: string;
  readonly exempt?: readonly string[];
}): Promise<ProxyServer> {
  const { kind, target, exempt = [] } = options;
  const { headers, refuse } = kinds[kind];
  let current = headers();
  const requests: IncomingHttpHeaders[] = [];
  const loginRequests: IncomingHttpHeaders[] = [];
  const login = createServer((message, response) => {
    loginRequests.push(message.headers);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end("<html>Log in to continue</html>");
  });
  const loginOrigin = await listen(login);
  const proxy = createServer((message, response) => {
    requests.push(message.headers);
    const isExempt = exempt.some((path) => message.url?.startsWith(path));
    const isAccepted = Object.entries(current).every(([name, value]) => message.headers[name.toLowerCase()] === value);
    if (isExempt || isAccepted) passOn(message, response, target, Object.keys(current));
    else {
      message.resume();
      refuse(response, loginOrigin, message.headers);
    }
  });
  const origin = await listen(proxy);
  const close = async (): Promise<void> => void (await Promise.all([stop(proxy), stop(login)]));
  return {
    origin,
    loginOrigin,
    requests,
    loginRequests,
    get headers() {
      return current;
    },
    rotate: () => {
      current = headers();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function passOn(message: IncomingMessage, response: ServerResponse, target: string, own: readonly string[]): void {
  const headers = { ...message.headers };
  for (const name of own) if (name !== "Authorization") delete headers[name.toLowerCase()];
  const passed = send(new URL(message.url ?? "/", target), { method: message.method ?? "GET", headers }, (received) => {
    response.writeHead(received.statusCode ?? 502, received.headers);
    received.pipe(response);
  });
  passed.on("error", () => response.destroy());
  message.pipe(passed);
}

async function listen(server: Server): Promise<string> {
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://127.0.0.1:${address.port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
