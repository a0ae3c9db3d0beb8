import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { corsHeaders, preflightResponse } from "./cors.ts";
import type { Arrival } from "./endpoint.ts";
import type { Gates } from "./gates.ts";
import type { Verdict } from "./judge-request.ts";
import type { PendingRequest } from "./record-request.ts";
import { jsonResponse, type SentryResponse } from "./sentry-response.ts";
import { wholeNumber } from "./whole-number.ts";

/** Serves a request, from its headers to the last byte of the response. */
export async function serveRequest(
  message: IncomingMessage,
  response: ServerResponse,
  request: PendingRequest,
  origin: string,
  judge: (arrival: Arrival) => Verdict,
  gates: Gates,
): Promise<void> {
  const url = URL.parse(origin + request.url);
  const preflight = preflightResponse(message);
  const verdict = url ? (verdictOf(preflight) ?? judge({ request, url })) : badTarget;
  if (verdict === "reset") {
    message.socket.resetAndDestroy();
    return;
  }
  try {
    request.body = new Uint8Array(await buffer(message));
  } catch {
    return; // The caller is gone.
  }
  // A preflight that waits would delay the request that the caller means to hold.
  if (preflight === undefined) await waitAsAsked(url, gates);
  if (response.destroyed) return;
  const outcome = await verdict();
  if (outcome === "reset") message.socket.resetAndDestroy();
  else if (!response.destroyed) send(response, outcome, corsHeaders(message));
}

const badTarget: Verdict = () =>
  jsonResponse(400, { detail: "The request target is neither a path nor a path and a query." });

function verdictOf(preflight: SentryResponse | undefined): Verdict | undefined {
  return preflight && (() => preflight);
}

async function waitAsAsked(url: URL | null, gates: Gates): Promise<void> {
  const delay = wholeNumber(url?.searchParams.get("delay") ?? null);
  // Not `ref`'d: a server that was closed in the meantime has nothing to wait for.
  if (delay !== undefined) await setTimeout(delay, undefined, { ref: false });
  const gate = url?.searchParams.get("hold") ?? null;
  if (gate !== null) await gates.passing(gate);
}

function send(response: ServerResponse, content: SentryResponse, extra: Record<string, string>): void {
  const { status, body, endless } = content;
  const headers = { ...content.headers, ...extra };
  if (endless !== undefined) {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    sendForever(response, endless);
  } else if (body === undefined || status === 204 || status === 304) {
    response.writeHead(status, headers).end();
  } else {
    const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const describing = { "Content-Type": "application/json", "Content-Length": bytes.byteLength };
    response.writeHead(status, { ...describing, ...headers }).end(bytes);
  }
}

/** Sends JSON that never ends: as fast as the client reads, or a byte now and then. */
function sendForever(response: ServerResponse, pace: "fast" | "slow"): void {
  response.write('{"detail":"Invalid token","padding":"');
  if (pace === "slow") {
    const timer = setInterval(() => response.write("x"), 20);
    timer.unref();
    response.once("close", () => clearInterval(timer));
    return;
  }
  const chunk = "x".repeat(16_384);
  const fill = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", fill);
  fill();
}
