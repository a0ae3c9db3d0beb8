/// <reference lib="esnext.disposable" preserve="true" />
import { createServer } from "node:http";
import { createCounter } from "./counter.ts";
import { createEndpoints } from "./endpoints.ts";
import { createGates } from "./gates.ts";
import { createIntegrationEndpoints } from "./integration/integration-endpoints.ts";
import type { IntegrationServer } from "./integration/integration-server.ts";
import { createJudge } from "./judge-request.ts";
import { createKeyring } from "./keyring.ts";
import { createOAuthEndpoints } from "./oauth/oauth-endpoints.ts";
import type { OAuthServer } from "./oauth/oauth-server.ts";
import { createRecorder } from "./record-request.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { serveRequest } from "./serve-request.ts";
import { createCredentialStore, type ServerCredentials } from "./server-credentials.ts";
import type { ServerState } from "./server-state.ts";
import { type ServerUrls, serverUrls } from "./server-urls.ts";

/**
 * How a server differs from the usual one.
 *
 * @example
 * const options: SentryServerOptions = { recordLimit: 0 };
 */
export interface SentryServerOptions {
  /**
   * How many requests `requests` keeps, the newest ones, so that a load test's memory does not grow; 0 for none.
   *
   * @default Infinity
   */
  readonly recordLimit?: number | undefined;
  /**
   * The scheme of the challenge in a 401: `Bearer`, or `xBasic` as self-hosted servers before 2026 send it.
   *
   * @default "Bearer"
   */
  readonly challenge?: "Bearer" | "xBasic" | undefined;
}

/**
 * A running server that authenticates as Sentry does.
 *
 * Any URL accepts `?delay=<milliseconds>` (a slow response), `?hold=<gate>` (a response that waits for `release(gate)`)
 * and `?rejection-bytes=<bytes>` (a 401 with a body of that size). The server decides who the caller is when the headers
 * arrive, so a rotation during the wait changes nothing. Besides the endpoints in `urls` there are
 * `/test/redirect?to=<url>&status=<302>`, `/test/status/<status>?times=<n>&retry-after=<value>`,
 * `/test/refusal/<name>?times=<n>` (see {@link refusals}) and `/test/reset?times=<n>`. With `times`, only the first
 * requests for that URL meet the fault; later ones get the response of `urls.echo`.
 *
 * The header `X-Test-Principal` of a response names the caller: `integration acme-integration`.
 *
 * @example
 * await using server = await startSentryServer();
 * const response = await fetch(`${server.origin}/test/status/503?times=1`);
 * console.log(response.status); // 503
 */
export interface SentryServer {
  /** Such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  readonly urls: ServerUrls;
  readonly credentials: ServerCredentials;
  /** The OAuth endpoints below `/oauth/`: their clients, their logins, their settings. */
  readonly oauth: OAuthServer;
  /** A public integration: its installations, their exchanges, its webhooks, its settings. */
  readonly installations: IntegrationServer;
  /** The requests that have arrived so far, oldest first, preflights included; empty it by setting its length to 0. */
  readonly requests: RecordedRequest[];
  /** Replaces every value in `credentials` at once, after which the former ones are unknown. */
  rotate(): void;
  /** Ends the current values where they stand: tokens have expired, the DSN and the API key are switched off. */
  expire(): void;
  /**
   * Makes every token that is issued from now on unknown (`Invalid token`) for its first requests, as at a region whose
   * replica lags.
   */
  lag(requests: number): void;
  /** Resolves once so many requests have arrived since the start, recorded or not. */
  arrived(count: number): Promise<void>;
  /** Lets the requests pass that were sent with `?hold=<gate>`, and all later ones too. */
  release(gate: string): void;
  /** Stops the server and cuts every connection, even those of pending requests. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a server that authenticates as Sentry does, on a free port of 127.0.0.1.
 *
 * @example
 * await using server = await startSentryServer();
 * const headers = { Authorization: `Bearer ${server.credentials.token}` };
 * const response = await fetch(server.urls.projects, { headers });
 * console.log(response.status); // 200
 *
 * @see https://docs.sentry.io/api/auth/
 */
export async function startSentryServer(options: SentryServerOptions = {}): Promise<SentryServer> {
  const { recordLimit = Number.POSITIVE_INFINITY, challenge = "Bearer" } = options;
  if (typeof recordLimit !== "number" || Number.isNaN(recordLimit) || recordLimit < 0)
    throw new TypeError("startSentryServer: `recordLimit` must be a number, 0 or more.");
  if (challenge !== "Bearer" && challenge !== "xBasic")
    throw new TypeError('startSentryServer: `challenge` must be "Bearer" or "xBasic".');

  const http = createServer();
  // A connection that is dropped while a client takes it from its pool would make tests fail now and then.
  http.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(0, "127.0.0.1", () => {
      http.off("error", reject);
      resolve();
    });
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");

  const origin = `http://127.0.0.1:${address.port}`;
  const urls = serverUrls(origin);
  const state: ServerState = { origin, keyring: createKeyring(), challenge: `${challenge} realm="api"` };
  const store = createCredentialStore(state, urls);
  const { oauth, respond: respondToOAuth } = createOAuthEndpoints(origin, state.keyring);
  const { installations, respond: respondToIntegration } = createIntegrationEndpoints(state);
  const judge = createJudge(state, createEndpoints(state, respondToOAuth, respondToIntegration));
  const gates = createGates();
  const arrivals = createCounter();
  const record = createRecorder();
  const requests: RecordedRequest[] = [];

  http.on("request", (message, response) => {
    const request = record(message);
    requests.push(request);
    if (requests.length > recordLimit) requests.shift();
    arrivals.increment();
    serveRequest(message, response, request, origin, judge, gates).catch((error: unknown) =>
      response.destroy(toError(error)),
    );
  });

  let closed: Promise<void> | undefined;
  function close(): Promise<void> {
    closed ??= new Promise((resolve, reject) => {
      http.close((error) => (error ? reject(error) : resolve()));
      http.closeAllConnections();
    });
    return closed;
  }

  return {
    origin,
    urls,
    credentials: store.credentials,
    oauth,
    installations,
    requests,
    rotate: store.rotate,
    expire: store.expire,
    lag: (count) => {
      state.keyring.lag = count;
    },
    arrived: arrivals.reached,
    release: gates.open,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The request could not be served.", { cause: error });
}
