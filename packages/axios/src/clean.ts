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

/** More objects than an adapter's error leads to. */
const MOST = 1_000;
/** What is cleaned by itself, and leads to other requests. */
const CLEANED: readonly PropertyKey[] = ["config", "request", "response"];

/** The same for the error of an adapter, and for all errors that it leads to: causes, and those in its lists and objects. */
export function cleanError(error: unknown, exchange: Exchange): void {
  const found = new Set<unknown>([error]);
  // A set is iterated to what is added meanwhile.
  for (const value of found) {
    if (!isObject(value)) continue;
    try {
      if (value === error || value instanceof Error || isFailure(value)) cleanFailure(value, exchange);
      for (const inner of contents(value)) {
        if (found.size < MOST && isObject(inner)) found.add(inner);
      }
    } catch {
      // A Proxy may throw, and must not take the place of the error.
    }
  }
}

function cleanFailure(failure: Record<PropertyKey, unknown>, exchange: Exchange): void {
  restoreConfig(failure, exchange);
  if (exchange.authorization) showRequest(failure, exchange.authorization);
  if (isObject(failure.response)) cleanResponse(failure.response as unknown as ResponseLike, exchange);
}

/** The values of an object's own properties, of a list, a map or a set. No getter is called but those of errors. */
function contents(value: Record<PropertyKey, unknown>): Iterable<unknown> {
  if (ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return value.slice(0, MOST);
  if (value instanceof Map || value instanceof Set) return [...value.keys(), ...value.values()];
  const keys = Reflect.ownKeys(value).filter((key) => !CLEANED.includes(key));
  const own = keys.map((key) => Object.getOwnPropertyDescriptor(value, key)?.value);
  return value instanceof Error ? [value.cause, (value as { errors?: unknown }).errors, ...own] : own;
}

/** An axios error of another realm, or one that was copied into a plain object. */
function isFailure(value: unknown): boolean {
  if (!isObject(value) || !("request" in value || "message" in value)) return false;
  // Other objects have a configuration of another kind.
  return isObject(value.config) && "headers" in value.config;
}

function restoreConfig(holder: { config?: unknown }, { config, sent, authorization }: Exchange): void {
  if (holder.config) holder.config = config;
  if (sent === config) return;
  // With what the adapter has added, as without us.
  config.headers = sent.headers;
  if (authorization) deleteAuthorization(sent.headers);
}
