import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { type Answer, answer } from "./answer.ts";
import type { Verdict } from "./answer-request.ts";
import { answerPreflight, corsHeaders } from "./cors.ts";
import type { Arrival } from "./endpoint.ts";
import type { Gates } from "./gates.ts";
import type { PendingRequest } from "./record-request.ts";
import { wholeNumber } from "./whole-number.ts";

/** Takes a request from its headers to the last byte of its answer. */
export async function serveRequest(
  message: IncomingMessage,
  response: ServerResponse,
  request: PendingRequest,
  origin: string,
  judge: (arrival: Arrival) => Verdict,
  gates: Gates,
): Promise<void> {
  const url = URL.parse(origin + request.url);
  const preflight = answerPreflight(message);
  const verdict = url ? (answered(preflight) ?? judge({ request, url })) : badTarget;
  if (verdict === "reset") {
    message.socket.resetAndDestroy();
    return;
  }
  try {
    request.body = new Uint8Array(await buffer(message));
  } catch {
    return; // The caller went away in the middle: there is nobody to answer.
  }
  // A preflight that waits would keep the request back that the caller means to hold.
  if (preflight === undefined) await waitAsAsked(url, gates);
  if (response.destroyed) return;
  const outcome = await verdict();
  if (outcome === "reset") message.socket.resetAndDestroy();
  else if (!response.destroyed) send(response, outcome, corsHeaders(message));
}

const badTarget: Verdict = () =>
  answer(400, { detail: "The request target is neither a path nor a path and a query." });

function answered(preflight: Answer | undefined): Verdict | undefined {
  return preflight && (() => preflight);
}

async function waitAsAsked(url: URL | null, gates: Gates): Promise<void> {
  const delay = wholeNumber(url?.searchParams.get("delay") ?? null);
  // Not `ref`'d: a server that was closed in the meantime has nothing to wait for.
  if (delay !== undefined) await setTimeout(delay, undefined, { ref: false });
  const gate = url?.searchParams.get("hold") ?? null;
  if (gate !== null) await gates.passing(gate);
}

function send(response: ServerResponse, { status, headers, body }: Answer, extra: Record<string, string>): void {
  if (body === undefined || status === 204 || status === 304) {
    response.writeHead(status, { ...headers, ...extra }).end();
    return;
  }
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const describing = { "Content-Type": "application/json", "Content-Length": bytes.byteLength };
  response.writeHead(status, { ...describing, ...headers, ...extra }).end(bytes);
}
