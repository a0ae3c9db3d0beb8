import { withSentryAuth } from "@x/sentry-axios";
import axios from "axios";
import type { DemoClient, DemoRefusal } from "../contract.ts";

export const send: DemoClient = async (strategy, { method, url, body }) => {
  const sentry = withSentryAuth(axios.create({ validateStatus: () => true }), strategy);
  const { status, headers, data } = await sentry.request({ method, url, data: body ?? null });
  return { status, principal: headers["x-test-principal"], body: data };
};

export const refuse: DemoRefusal = (strategy, { method, url }) =>
  withSentryAuth(axios.create(), strategy)
    .request({ method, url })
    .catch((error: unknown) => error);
