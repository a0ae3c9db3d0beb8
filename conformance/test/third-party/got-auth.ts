import { type AuthAdapter, assertStrategy, authenticate, isReplayable, type Outgoing } from "@x/sentry-core";
import { type Got, HTTPError, type Options, type Response } from "got";

interface Outcome {
  readonly status: number;
  readonly response: Response;
  readonly settle: () => Response;
}

/** A third party's adapter for got. */
export const withSentryAuth: AuthAdapter<Got> = (client, strategy, options) => {
  const checked = assertStrategy(strategy, options);
  // A handler can go on once. A second attempt is a new request with all defaults of the first one.
  const again: (url: string | URL, options: undefined, defaults: Options) => unknown = client as never;
  return client.extend({
    handlers: [
      async (request, next) => {
        const { url, method, body, signal } = request;
        if (request.headers["authorization"] !== undefined || url === undefined) return next(request);
        let attempts = 0;
        const send = async ({ authorization }: Outgoing): Promise<Outcome> => {
          if (authorization) request.headers = { ...request.headers, authorization: authorization.header };
          attempts += 1;
          try {
            const response = (await (attempts === 1 ? next(request) : again(url, undefined, request))) as Response;
            return { status: response.statusCode, response, settle: () => response };
          } catch (error) {
            if (!(error instanceof HTTPError)) throw error;
            const settle = (): never => {
              throw error;
            };
            return { status: error.response.statusCode, response: error.response, settle };
          }
        };
        // Got makes a stream of a FormData.
        const replayable = isReplayable(body);
        const outcome = await authenticate(strategy, { url: String(url), method }, send, {
          ...checked,
          rejectionOf: ({ response }) => ({
            status: response.statusCode,
            url: response.url,
            header: (name) => response.headers[name.toLowerCase()]?.toString(),
            text: async () => new TextDecoder().decode(response.rawBody),
          }),
          replayable,
          signal,
        });
        return outcome.settle() as never;
      },
    ],
  });
};
