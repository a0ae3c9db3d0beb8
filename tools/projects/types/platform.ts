// A user's module where the compiler knows the platform's fetch, from a browser's types or from Node's.
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";

const sentry: typeof fetch = withSentryAuth(
  fetch,
  bearerAuth({ token: "1a2b3c", origin: new URL("https://a.example") }),
);
export const response: Promise<Response> = sentry("https://a.example/", { signal: AbortSignal.timeout(1), body: "" });
