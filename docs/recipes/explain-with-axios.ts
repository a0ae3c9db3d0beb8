import { explain } from "@x/sentry-explain";
import type { AxiosInstance } from "axios";

/** Puts the explanation of a refusal into the message of the error that axios throws. */
export function explainErrors(client: AxiosInstance): AxiosInstance {
  client.interceptors.response.use(undefined, async (error: unknown) => {
    const explanation = await explain(error);
    if (explanation && error instanceof Error) error.message = `${explanation.message} See ${explanation.docs}`;
    throw error;
  });
  return client;
}
