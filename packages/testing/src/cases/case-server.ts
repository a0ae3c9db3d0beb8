import type { RecordedRequest } from "../server/recorded-request.ts";
import type { ServerCredentials } from "../server/server-credentials.ts";
import type { ServerUrls } from "../server/server-urls.ts";

/**
 * A server as the cases use it: one that {@link startSentryServer} started here, or one in another process, which
 * responds later.
 *
 * @example
 * const server: CaseServer = await startSentryServer();
 */
export interface CaseServer {
  readonly origin: string;
  readonly urls: ServerUrls;
  /** Those that are valid now: read them again after `rotate()`. */
  readonly credentials: ServerCredentials | Promise<ServerCredentials>;
  /** The requests that have arrived so far, oldest first, preflights included. */
  readonly requests: readonly RecordedRequest[] | Promise<readonly RecordedRequest[]>;
  /** Replaces every value in `credentials` at once. */
  rotate(): void | Promise<void>;
  /** Resolves once so many requests have arrived since the start. */
  arrived(count: number): Promise<void>;
  /** Lets the requests pass that were sent with `?hold=<gate>`. */
  release(gate: string): void | Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server for a case: {@link startSentryServer}, or a function that starts one in another process.
 *
 * @example
 * const start: StartServer = startSentryServer;
 */
export type StartServer = () => Promise<CaseServer>;

/** Runs with two servers of different origins, and closes them afterwards. */
export async function withServers(
  start: StartServer,
  run: (server: CaseServer, other: CaseServer) => Promise<void>,
): Promise<void> {
  const servers = await Promise.all([start(), start()]);
  try {
    await run(...servers);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** The requests that were sent on purpose: a browser's preflights carry no credential and no body. */
export async function sentRequests(server: CaseServer): Promise<readonly RecordedRequest[]> {
  return (await server.requests).filter((request) => !isPreflight(request));
}

/** Resolves once so many requests have arrived that were sent on purpose. */
export async function received(server: CaseServer, count: number): Promise<void> {
  for (;;) {
    const requests = await server.requests;
    if (requests.filter((request) => !isPreflight(request)).length >= count) return;
    await server.arrived(requests.length + 1);
  }
}

function isPreflight({ method, rawHeaders }: RecordedRequest): boolean {
  return method === "OPTIONS" && rawHeaders.some((name) => name.toLowerCase() === "access-control-request-method");
}
