import type { ResponseLike } from "./axios-like.ts";

/** A response, and how the caller gets it: by `validateStatus`, axios makes an error of most 401s. */
export interface Outcome {
  readonly status: number;
  /** The response's stream, if it is one: the rest of it, after a refusal was read. */
  readonly body: unknown;
  readonly response: ResponseLike;
  deliver(): ResponseLike;
}

/** What a request came to, with a 401 as a response even if axios threw it. */
export function outcomeOf(pending: Promise<ResponseLike>): Promise<Outcome> {
  return pending.then(
    (response) => makeOutcome(response, () => response),
    (error) => {
      const response: ResponseLike | undefined = error?.response;
      if (response?.status !== 401) throw error;
      return makeOutcome(response, () => {
        throw error;
      });
    },
  );
}

function makeOutcome(response: ResponseLike, deliver: () => ResponseLike): Outcome {
  return {
    status: response.status,
    get body() {
      return response.data;
    },
    response,
    deliver,
  };
}
