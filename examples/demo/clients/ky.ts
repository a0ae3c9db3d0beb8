import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";
import type { DemoClient, DemoRefusal, DemoResponse } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url, body }) => {
  const response = await withSentryAuth(ky.create({ throwHttpErrors: false }), strategy)(url, { method, json: body });
  const principal = response.headers.get("X-Test-Principal") ?? undefined;
  return { status: response.status, principal, body: await response.json<DemoResponse["body"]>() };
};

export const refuse: DemoRefusal = (strategy, { method, url }) =>
  withSentryAuth(ky, strategy)(url, { method }).catch((error: unknown) => error);
