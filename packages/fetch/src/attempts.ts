import type { RequestLike } from "./request.ts";

/** The Requests for the attempts at one request. */
export interface Attempts {
  /** Returns the Request for the next attempt. */
  take(): RequestLike;
  /** Whether there is a Request with the whole body for another attempt. */
  isWhole(): boolean;
  /** Cancels the body that is left: its source would wait for it to be read. */
  end(): void;
}

/** A Request's body can be read once, so that each attempt but the last needs a clone, made before it is sent. */
export function attemptsOf(request: RequestLike): Attempts {
  let next: RequestLike | undefined = request;
  return {
    take: () => {
      const current = next ?? request;
      next = copy(current);
      return current;
    },
    isWhole: () => next !== undefined,
    end: () => {
      if (next !== request) cancelBody(next?.body);
    },
  };
}

function copy(request: RequestLike): RequestLike | undefined {
  if (request.body === null) return request;
  try {
    const clone = request.clone();
    // node-fetch shares the body of the package form-data between both, so that one of them would read nothing.
    return clone.body && clone.body === request.body ? undefined : clone;
  } catch {
    // The body was read before: the client says so.
    return undefined;
  }
}

/** Cancels a body that is not sent, as fetch does. Anything but a stream is left alone. */
export function cancelBody(body: unknown): void {
  const { cancel, destroy } = Object(body);
  if (typeof cancel === "function") Promise.resolve(cancel.call(body)).catch(() => {});
  else if (typeof destroy === "function") destroy.call(body);
}
