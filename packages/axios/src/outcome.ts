import type { Response } from "./axios.ts";

/** An answer of the server, and how the caller gets to know: by `validateStatus`, axios makes an error of most 401s. */
export interface Outcome {
  readonly status: number;
  readonly body?: unknown;
  readonly settle: () => Response;
}

/** What a request came to, with a 401 as an answer in any case. */
export function outcomeOf(answer: Promise<Response>): Promise<Outcome> {
  return answer.then(
    (response) => ({ status: response.status, body: response.data, settle: () => response }),
    (error) => {
      const response: Response | undefined = error?.response;
      if (response?.status !== 401) throw error;
      const settle = (): never => {
        throw error;
      };
      return { status: 401, body: response.data, settle };
    },
  );
}
