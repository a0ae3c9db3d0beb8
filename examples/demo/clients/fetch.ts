import { withSentryAuth } from "@x/sentry-fetch";
import type { DemoClient, DemoRefusal, DemoResponse } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url, body }) => {
  const response = await withSentryAuth(fetch, strategy)(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  const principal = response.headers.get("X-Test-Principal") ?? undefined;
  return { status: response.status, principal, body: (await response.json()) as DemoResponse["body"] };
};

export const refuse: DemoRefusal = (strategy, { method, url }) => withSentryAuth(fetch, strategy)(url, { method });
