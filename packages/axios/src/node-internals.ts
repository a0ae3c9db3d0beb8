import type { Authorization } from "@x/sentry-core";
import { isObject } from "./axios-like.ts";
import { deleteAuthorization } from "./headers.ts";

type Fields = Record<PropertyKey, unknown>;

// The options that a connection was made with are kept by its socket for good, those of later requests are not.
const forgotten = new WeakSet<object>();

/**
 * Removes the authorization from what Node keeps of a request that is over. The caller's own agent, which is in the
 * configuration, still holds it for a moment, and a TLS socket its connection's options for good.
 */
export function forgetAuthorization(request: Fields, authorization: Authorization): void {
  const { _redirectable: redirectable, socket } = request;
  blank(request, "_header", authorization);
  // What was to be written when there is no connection: by the request, and by its socket.
  blank(request, "outputData", authorization);
  forgetKept(request);
  if (isObject(redirectable) && isObject(redirectable._options)) forgetHeaders(redirectable._options);
  if (!isObject(socket)) return;
  blank(socket, "_pendingData", authorization);
  if (forgotten.has(socket)) return;
  forgotten.add(socket);
  forgetKept(socket);
}

/** The headers or options that Node, HTTP/2 and follow-redirects keep, most of them under symbols. */
function forgetKept(holder: Fields): void {
  if (isObject(holder._options)) forgetHeaders(holder._options);
  for (const name of Object.getOwnPropertySymbols(holder)) {
    const kept = holder[name];
    if (isObject(kept)) forgetHeaders(kept);
  }
}

function forgetHeaders(kept: Fields): void {
  deleteAuthorization(kept);
  if (isObject(kept.headers)) deleteAuthorization(kept.headers);
}

/** Removes the authorization from a text, or from a list of texts that are to be written. */
function blank(holder: Fields, name: string, authorization: Authorization): void {
  const kept = holder[name];
  if (typeof kept === "string") holder[name] = kept.replace(authorization.header, "[redacted]");
  if (!Array.isArray(kept)) return;
  for (const part of kept) {
    if (isObject(part)) for (const text of ["data", "chunk"]) blank(part, text, authorization);
  }
}
