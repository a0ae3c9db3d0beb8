import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach } from "vitest";
import { type SentryServer, type SentryServerOptions, startSentryServer } from "../src/index.ts";

const running: SentryServer[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server that ends with the test. */
export async function start(options?: SentryServerOptions): Promise<SentryServer> {
  const server = await startSentryServer(options);
  running.push(server);
  return server;
}

/** The parts of an object in a response that the tests read. */
export interface Body {
  readonly detail?: unknown;
  readonly principal?: { readonly kind: string; readonly name: string };
}

export interface Reply {
  readonly status: number;
  readonly challenge: string | null;
  readonly principal: string | null;
  readonly body: Body;
}

/** Sends a request with this `Authorization`, or with none. */
export async function send(url: string, authorization?: string, init: RequestInit = {}): Promise<Reply> {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const response = await fetch(url, { ...init, headers: { ...init.headers, ...headers } });
  return {
    status: response.status,
    challenge: response.headers.get("WWW-Authenticate"),
    principal: response.headers.get("X-Test-Principal"),
    body: (await response.json()) as Body,
  };
}

/** Writes the header lines as they are given, byte for byte, which no HTTP client would. */
export async function sendLines(url: string, ...lines: readonly string[]): Promise<Reply> {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(
    [`GET ${pathname} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...lines, "", ""].join("\r\n"),
    "latin1",
  );
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    challenge: /^www-authenticate: (.*)$/im.exec(head)?.[1] ?? null,
    principal: /^x-test-principal: (.*)$/im.exec(head)?.[1] ?? null,
    body: JSON.parse(body) as Body,
  };
}

export function basic(userPass: string): string {
  return `Basic ${Buffer.from(userPass).toString("base64")}`;
}
