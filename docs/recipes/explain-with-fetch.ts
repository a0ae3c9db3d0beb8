import { explain } from "@x/sentry-explain";

/** Throws the explanation of a refusal instead of returning the response. */
export function explainErrors(client: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await client(input, init);
    const { url = String(input), method = "GET" } = input instanceof Request ? input : {};
    const explanation = await explain(response, { request: { url, method: init?.method ?? method } });
    if (explanation) throw new Error(`${explanation.message} See ${explanation.docs}`);
    return response;
  };
}
