import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";

// A worker that sends one request with a token: `/?url=<url>&token=<token>`.

export default {
  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const url = searchParams.get("url") ?? "";
    const strategy = bearerAuth({ token: searchParams.get("token") ?? "", origin: new URL(url).origin });
    return withSentryAuth((input: string, init?: RequestInit) => fetch(input, init), strategy)(url);
  },
};
