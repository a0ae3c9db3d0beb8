import type { Authorization } from "@x/sentry-core";
import { type ConfigLike, isObject, type ResponseLike } from "./axios-like.ts";
import { coverStream } from "./cover-stream.ts";
import { deleteAuthorization } from "./headers.ts";
import { hideRequest, showRequest } from "./request-view.ts";

/** One request on its way. */
export interface Exchange {
  /** The configuration that the caller knows, which is in responses and errors again. */
  readonly config: ConfigLike;
  /** The configuration that the adapter was called with. */
  readonly sent: ConfigLike;
  /** The authorization that is in it. */
  readonly authorization: Authorization | undefined;
}

/** Puts the caller's own configuration back into a response, and removes the authorization from the rest of it. */
export function cleanResponse(response: ResponseLike, exchange: Exchange): ResponseLike {
  if (!isObject(response)) return response;
  restoreConfig(response, exchange);
  const { authorization } = exchange;
  if (authorization) {
    hideRequest(response, authorization);
    response.data = coverStream(response.data, (error) => cleanError(error, exchange));
  }
  return response;
}

/** The same for the error of an adapter, and for all errors in it: causes, and what an `AggregateError` lists. */
export function cleanError(error: unknown, exchange: Exchange): void {
  const found = new Set<unknown>([error]);
  // A set is iterated to what is added meanwhile.
  for (const failure of found) {
    if (!isObject(failure)) continue;
    restoreConfig(failure, exchange);
    if (exchange.authorization) showRequest(failure, exchange.authorization);
    if (isObject(failure.response)) cleanResponse(failure.response as unknown as ResponseLike, exchange);
    for (const inner of innerErrors(failure)) found.add(inner);
  }
}

/** In any property: `cause`, `errors`, the `error` and `suppressed` of a `SuppressedError`, or a library's own. */
function innerErrors(failure: Record<PropertyKey, unknown>): unknown[] {
  const values = Reflect.ownKeys(failure).map((key) => Object.getOwnPropertyDescriptor(failure, key)?.value);
  return [failure.cause, failure.errors, ...values]
    .flat()
    .filter((value) => value instanceof Error || isFailure(value));
}

/** An axios error of another realm, or one that was copied into a plain object. */
function isFailure(value: unknown): boolean {
  return isObject(value) && "config" in value && ("request" in value || "message" in value);
}

function restoreConfig(holder: { config?: unknown }, { config, sent, authorization }: Exchange): void {
  if (holder.config) holder.config = config;
  if (sent === config) return;
  // With what the adapter has added, as without us.
  config.headers = sent.headers;
  if (authorization) deleteAuthorization(sent.headers);
}
