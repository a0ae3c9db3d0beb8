import type { Authorization } from "@x/sentry-core";
import { isObject } from "./axios-like.ts";
import { deleteAuthorization } from "./headers.ts";

type Fields = Record<PropertyKey, unknown>;

// The options that a connection was made with are kept by its socket for good, those of later requests are not.
const forgotten = new WeakSet<object>();
// Node's symbols for a request's headers, which the search below finds in the first request that has some.
const headerSymbols = new Set<symbol>();

/**
 * Removes the authorization from what Node keeps of a request that is over. The caller's own agent, which is in the
 * configuration, still contains it for a moment, and a TLS socket keeps its connection's options.
 */
export function forgetAuthorization(request: Fields, authorization: Authorization): void {
  const { _redirectable: redirectable, socket } = request;
  blank(request, "_header", authorization);
  // What was to be written when there is no connection: by the request, and by its socket.
  blank(request, "outputData", authorization);
  forgetHeaders(request);
  if (isObject(redirectable) && isObject(redirectable._options)) deleteFrom(redirectable._options.headers);
  if (!isObject(socket)) return;
  blank(socket, "_pendingData", authorization);
  if (forgotten.has(socket)) return;
  forgotten.add(socket);
  search(socket);
}

/**
 * Looking through all symbols costs a percent of a request. Node keeps a request's headers under the same ones in every
 * request, so those that the first search found are enough, unless the request has nothing there.
 */
function forgetHeaders(request: Fields): void {
  let known = false;
  for (const symbol of headerSymbols) known = deleteFrom(request[symbol]) || known;
  if (!known) for (const symbol of search(request)) headerSymbols.add(symbol);
}

/** Deletes the header wherever a symbol or `_options` leads to headers, or to options with headers. Returns those symbols. */
function search(holder: Fields): symbol[] {
  deleteFrom(holder._options);
  if (isObject(holder._options)) deleteFrom(holder._options.headers);
  return Object.getOwnPropertySymbols(holder).filter((symbol) => {
    const kept = holder[symbol];
    if (!isObject(kept)) return false;
    deleteFrom(kept.headers);
    return deleteFrom(kept);
  });
}

function deleteFrom(headers: unknown): boolean {
  return isObject(headers) && deleteAuthorization(headers);
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
