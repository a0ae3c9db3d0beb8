import { withSentryAuth } from "@x/sentry-fetch";
import type { DemoAnswer, DemoClient } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url }) => {
  const response = await withSentryAuth(fetch, strategy)(url, { method });
  return { status: response.status, body: (await response.json()) as DemoAnswer["body"] };
};
