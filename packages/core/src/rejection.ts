import type { Rejection } from "./contract.ts";

/**
 * A response as the flow reads it. A `Response` has this shape.
 *
 * @example
 * const double: ResponseLike = { status: 401 };
 */
export interface ResponseLike {
  readonly status: number;
  readonly url?: string | undefined;
  /** A `Headers` object; anything without `get` has no headers for the flow. */
  readonly headers?: unknown;
  /** A web stream or a Node stream; anything else is left alone. */
  readonly body?: unknown;
  clone?: (() => ResponseLike) | undefined;
}

/** How much of a refusal's body is read. */
const TEXT_BYTES = 32 * 1024;
/** How much of a body is read away before its request is sent again, so that its connection can be used again. */
const DRAIN_BYTES = 512 * 1024;
/** For each of the two, in milliseconds: together they take at most a second. */
const PATIENCE = 500;

/** The text of each response that was read: a response of node-fetch loses its body when it is cloned a second time. */
const texts = new WeakMap<ResponseLike, Promise<string | undefined>>();

/**
 * Returns the common form of a refusal. Its text comes from a clone, so that the caller can read the body.
 *
 * @example
 * const response = await fetch("https://sentry.io/api/0/");
 * const { renewable } = await readRefusal(rejectionOf(response, "https://sentry.io/api/0/"));
 *
 * @param requestUrl - The URL of a response that does not report its own, such as a test double's.
 */
export function rejectionOf(response: ResponseLike, requestUrl: string): Rejection {
  return {
    status: response.status,
    // A response that was not fetched, such as a test double's, has no URL: it comes from where the request went.
    url: response.url || requestUrl,
    header: (name) => headersOf(response).get?.(name) ?? undefined,
    text: () => {
      const text = texts.get(response) ?? readText(response);
      texts.set(response, text);
      return text;
    },
  };
}

function headersOf({ headers }: ResponseLike): { get?(name: string): string | null | undefined } {
  return Object(headers);
}

/** Returns `undefined` if the response cannot be cloned, such as one whose body is being read already. */
function readText(response: ResponseLike): Promise<string | undefined> {
  const read = async (): Promise<string | undefined> => {
    const { body } = Object(response).clone();
    return body === null ? "" : readBodyText(body);
  };
  return read().catch(() => undefined);
}

/**
 * Returns the beginning of a stream as text: at most 32 KiB, and what arrives within half a second. Then it cancels the
 * stream. Returns `undefined` for anything but a stream, and for a stream that fails.
 *
 * @example
 * await readBodyText(new Response("{}").body); // "{}"
 *
 * @param body - A web stream or a Node stream.
 */
export function readBodyText(body: unknown): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  const read = consume(body, TEXT_BYTES, (chunk) => {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  });
  return read.then(
    () => text,
    () => undefined,
  );
}

/** Reads a response's stream to its end, so that its connection can be used again, within bounds. Never rejects. */
export function drain(body: unknown): Promise<void> {
  return consume(body, DRAIN_BYTES, () => {}).catch(() => {});
}

type Chunk = string | Uint8Array<ArrayBuffer>;

interface Source {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Chunk | undefined }>;
  cancel(): Promise<unknown>;
}

/** Reads a stream within bounds, then cancels it. Rejects for anything but a stream, and for a stream that fails. */
async function consume(body: unknown, bytes: number, visit: (chunk: Chunk) => void): Promise<void> {
  const source = sourceOf(body);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE);
    });
    for (let left = bytes; left > 0; ) {
      const next = await Promise.race([source.read(), late]);
      if (!next || next.done || next.value === undefined) return;
      // A single chunk may be larger than what is left.
      visit(next.value.slice(0, left));
      // An empty chunk counts as well: a source of nothing else would never let the timer run.
      left -= next.value.length || 1;
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: one half of a cloned body waits for the other. Leaving a `for await` would wait for a pending read.
    source.cancel().catch(() => {});
  }
}

/** Throws for anything but a stream. */
function sourceOf(body: unknown): Source {
  const stream = Object(body);
  if (typeof stream.getReader === "function") {
    const reader = stream.getReader();
    return { read: () => reader.read(), cancel: async () => reader.cancel() };
  }
  const iterator = stream[Symbol.asyncIterator]();
  // Only a Node stream can be destroyed: for any other, the rejection is ignored.
  return { read: () => iterator.next(), cancel: async () => stream.destroy() };
}
