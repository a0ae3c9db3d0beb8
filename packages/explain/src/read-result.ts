import { type Rejection, type ResponseLike, readBodyText, rejectionOf } from "@x/sentry-core";
import { within } from "./within.ts";

/** A response in a form that is the same for every client. */
export interface Result extends Rejection {
  /** The request, if the client kept it. */
  readonly request: { readonly url: string; readonly method: string | undefined } | undefined;
  /** Whether a redirect led to the response, if the client reports that. */
  readonly redirected: boolean;
}

const BODY_MILLISECONDS = 1_000;

/**
 * Reads what a client returned or threw: a response, an error or a result that contains one. Returns `undefined` for
 * anything without a response.
 */
export function readResult(result: unknown): Result | undefined {
  const inner = get(result, "response");
  const response = typeof get(inner, "status") === "number" ? inner : result;
  const status = get(response, "status");
  if (typeof status !== "number") return undefined;
  const headers = get(response, "headers");
  let text: Promise<string | undefined> | undefined;
  return {
    status,
    url: responseUrl(response),
    request: requestOf(result) ?? requestOf(response),
    redirected: get(response, "redirected") === true,
    header: (name) => headerOf(headers, name),
    text: () => {
      text ??= within(BODY_MILLISECONDS, () => readText(response, result));
      return text;
    },
  };
}

/** Returns a property of anything, or `undefined` if its getter throws. */
export function get(value: unknown, name: string): unknown {
  try {
    return Object(value)[name];
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Where a response came from: a `Response` says it, axios keeps it in Node's response or in the XMLHttpRequest. */
function responseUrl(response: unknown): string | undefined {
  const request = get(response, "request");
  return (
    textOf(get(response, "url")) ??
    textOf(get(get(request, "res"), "responseUrl")) ??
    textOf(get(request, "responseURL"))
  );
}

/** The request as axios keeps it, in its configuration, or as the others do, in a `Request`. */
function requestOf(holder: unknown): Result["request"] {
  const config = get(holder, "config");
  const request = get(holder, "request");
  const path = textOf(get(config, "url"));
  const base = textOf(get(config, "baseURL"));
  const joined =
    path && base && !/^[a-z][a-z\d+.-]*:/i.test(path)
      ? `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`
      : path;
  const url = joined ?? base ?? textOf(get(request, "url"));
  return url === undefined ? undefined : { url, method: textOf(get(config ?? request, "method"))?.toUpperCase() };
}

function headerOf(headers: unknown, name: string): string | undefined {
  try {
    const fields = Object(headers);
    const isIterable = typeof fields[Symbol.iterator] === "function";
    if (!isIterable && typeof fields.get === "function") return textOf(fields.get(name));
    const pairs: Iterable<unknown> = isIterable ? fields : Object.entries(fields);
    for (const pair of pairs) {
      const [key, value] = pair as readonly unknown[];
      if (String(key).toLowerCase() === name && value != null) return String(value);
    }
  } catch {
    // Not headers.
  }
  return undefined;
}

/** Reads the response's own body from a clone, else what the client kept of it. */
async function readText(response: unknown, result: unknown): Promise<string | undefined> {
  const text = await readOnce(response);
  if (text !== undefined) return text;
  // ky and axios keep it as `data`, @sentry/api as `error`.
  for (const kept of [get(result, "data"), get(result, "error"), get(response, "data"), get(response, "body")]) {
    const known = await keptText(kept);
    if (known !== undefined) return known;
  }
  return headerOf(get(response, "headers"), "content-length") === "0" ? "" : undefined;
}

/** Reads a response from a clone, or returns what authentication has read of it. */
async function readOnce(response: unknown): Promise<string | undefined> {
  try {
    return await rejectionOf(response as ResponseLike, "").text();
  } catch {
    return undefined;
  }
}

/** Returns what a client kept of a body as text: parsed JSON, text or bytes. Streams are left alone. */
async function keptText(kept: unknown): Promise<string | undefined> {
  if (kept === null) return "";
  if (typeof kept === "string") return kept;
  if (kept instanceof Blob || kept instanceof ArrayBuffer || ArrayBuffer.isView(kept)) {
    return readBodyText(new Response(kept as BodyInit).body);
  }
  return Array.isArray(kept) || isPlain(kept) ? JSON.stringify(kept) : undefined;
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's `Object.prototype` has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
