import type { Config, Response } from "./axios.ts";
import { requestView } from "./request-view.ts";
import { coverStream } from "./stream.ts";

/** What the caller's configuration was replaced by for the adapter. */
export interface Sent {
  /** The configuration that the caller knows, which takes its place again. */
  readonly config: Config;
  /** The configuration that the adapter was given, where axios did not copy it once more. */
  readonly used: Config | undefined;
  /** The header of ours that is in it. */
  readonly header: string | undefined;
}

/** Puts the caller's own configuration back into a response, and takes the header out of everything else there. */
export function settleResponse(response: Response, sent: Sent): Response {
  restore(response, sent);
  if (sent.header !== undefined) response.data = coverStream(response.data, (error) => settleError(error, sent));
  return response;
}

/** The same for what an adapter fails with, and for its causes. */
export function settleError(error: unknown, sent: Sent): void {
  const seen = new Set<unknown>();
  for (let next = error; isFailure(next) && !seen.has(next); next = next.cause) {
    seen.add(next);
    restore(next, sent);
    if (next.response) settleResponse(next.response, sent);
  }
}

interface Failure extends Pick<Response, "config" | "request"> {
  readonly response?: Response;
  readonly cause?: unknown;
}

function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null;
}

function restore(holder: Pick<Response, "config" | "request">, { config, used = holder.config, header }: Sent): void {
  if (holder.config) holder.config = config;
  if (used?.headers && used !== config) {
    // With what the adapter has added, as without us.
    config.headers = used.headers;
    if (header !== undefined) used.headers.delete("Authorization");
  }
  if (header !== undefined && holder.request) holder.request = requestView(holder.request, header);
}
