import { withSentryAuth } from "@x/sentry-axios";
import axios from "axios";
import type { DemoClient } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url }) => {
  const sentry = withSentryAuth(axios.create({ validateStatus: () => true }), strategy);
  const { status, data } = await sentry.request({ method, url });
  return { status, body: data };
};
