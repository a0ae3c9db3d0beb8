import { bearerAuth } from "@x/sentry-bearer";
import { explain, type RefusalReason } from "@x/sentry-explain";
import type { SentryServer } from "@x/sentry-testing";
import { exchange } from "./exchange.ts";
import type { Row } from "./rows.ts";
import { clients } from "./subjects.ts";

/** Sends requests that are refused through every client, and explains what the client returns or throws. */
export async function sendRefused({ credentials, origin, urls }: SentryServer): Promise<readonly Row[]> {
  const { expiredToken, unscopedToken } = credentials.rejected;
  const refusals: readonly (readonly [token: string, url: string, reason: RefusalReason])[] = [
    [expiredToken.secret, expiredToken.url, "expired-token"],
    [unscopedToken.secret, unscopedToken.url, "missing-scope"],
    [credentials.token, new URL("/test/refusal/proxy-html", urls.projects).href, "proxy"],
  ];
  const rows: Row[] = [];
  for (const [token, url, reason] of refusals) {
    for (const client of clients) {
      const strategy = bearerAuth({ token, origin });
      const request = { method: "GET", url } as const;
      const { result, text } = await exchange(client, strategy, request);
      // The subject has read the body of a response.
      const unread = result instanceof Response ? new Response(text, result) : result;
      const explanation = await explain(unread, { request, strategy });
      rows.push({
        strategy: strategy.name,
        client: client.name,
        request: `GET ${new URL(url).pathname}`,
        status: String(explanation?.status),
        outcome: explanation?.message ?? "was not refused",
        expected: explanation?.reason === reason,
      });
    }
  }
  return rows;
}
