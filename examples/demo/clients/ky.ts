import { withSentryAuth } from "@x/sentry-ky";
import ky from "ky";
import type { DemoAnswer, DemoClient } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url }) => {
  const response = await withSentryAuth(ky.create({ throwHttpErrors: false }), strategy)(url, { method });
  return { status: response.status, body: await response.json<DemoAnswer["body"]>() };
};
