import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { SentryServer, startSentryServer } from "@x/sentry-testing";
import type { Result } from "./report.ts";

/** Servers for guests in other processes, over HTTP, and the place where they report. */
export interface ControlServer {
  readonly origin: string;
  /** The results of the guest that reports next. */
  readonly report: () => Promise<readonly Result[]>;
  readonly close: () => Promise<void>;
}

/** @param page The script of the page that a browser gets. */
export async function startControlServer(start: typeof startSentryServer, page: string): Promise<ControlServer> {
  const servers = new Map<string, SentryServer>();
  let reported: (results: readonly Result[]) => void = () => {};

  const routes: readonly (readonly [
    method: string,
    path: RegExp,
    handle: (server: SentryServer | undefined, url: URL, message: IncomingMessage) => unknown,
  ])[] = [
    [
      "POST",
      /^\/servers$/,
      async () => {
        const server = await start();
        const id = String(servers.size);
        servers.set(id, server);
        return { id, origin: server.origin, urls: server.urls };
      },
    ],
    ["GET", /^\/servers\/(?<id>\d+)\/credentials$/, (server) => server?.credentials],
    ["GET", /^\/servers\/(?<id>\d+)\/requests$/, (server) => server?.requests.map(withText)],
    ["POST", /^\/servers\/(?<id>\d+)\/rotate$/, (server) => server?.rotate()],
    [
      "GET",
      /^\/servers\/(?<id>\d+)\/arrived$/,
      (server, url) => server?.arrived(Number(url.searchParams.get("count"))),
    ],
    ["POST", /^\/servers\/(?<id>\d+)\/release$/, (server, url) => server?.release(url.searchParams.get("gate") ?? "")],
    ["POST", /^\/servers\/(?<id>\d+)\/close$/, (server) => server?.close()],
    ["POST", /^\/report$/, async (_server, _url, message) => reported((await json(message)) as readonly Result[])],
  ];

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? "/", "http://control");
    if (url.pathname === "/")
      return send(response, "text/html", "<!doctype html><script type=module src=/page.js></script>");
    if (url.pathname === "/page.js") return send(response, "text/javascript", page);
    for (const [method, path, respond] of routes) {
      const match = method === message.method && path.exec(url.pathname);
      if (!match) continue;
      const body = (await respond(servers.get(match.groups?.["id"] ?? ""), url, message)) ?? {};
      return send(response, "application/json", JSON.stringify(body));
    }
    response.writeHead(404).end();
  }

  const http = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => response.destroy(error as Error));
  });
  // A guest that is busy for seconds would use a connection again that is being closed.
  http.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The control server has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    report: () =>
      new Promise((resolve) => {
        reported = resolve;
      }),
    close: async () => {
      http.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        ...[...servers.values()].map((s) => s.close()),
      ]);
    },
  };
}

function withText({ body, ...request }: SentryServer["requests"][number]): object {
  return { ...request, body: Buffer.from(body).toString("base64") };
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" }).end(body);
}
