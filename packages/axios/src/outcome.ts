import type { ResponseLike } from "./axios-like.ts";

/** A response, and how the caller gets it: by `validateStatus`, axios makes an error of most 401s. */
export interface Outcome {
  readonly status: number;
  readonly body?: unknown;
  readonly deliver: () => ResponseLike;
}

/** What a request came to, with a 401 as a response in any case. */
export function outcomeOf(answer: Promise<ResponseLike>): Promise<Outcome> {
  return answer.then(
    (response) => ({ status: response.status, body: response.data, deliver: () => response }),
    (error) => {
      const response: ResponseLike | undefined = error?.response;
      if (response?.status !== 401) throw error;
      const deliver = (): never => {
        throw error;
      };
      return { status: 401, body: response.data, deliver };
    },
  );
}
