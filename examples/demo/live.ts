import { bearerAuth } from "@x/sentry-bearer";
import { classifyToken } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";

/** Sends one GET to the real API, the one that the token's kind may send, and reports the response. */
export async function sendLive(token: string | undefined): Promise<string> {
  const sentry = withSentryAuth(fetch, bearerAuth({ token }));
  const url = liveUrl(token ?? "");
  const response = await sentry(url);
  await response.body?.cancel();
  return `GET ${url}: ${response.status} ${response.statusText}`;
}

/** The organization's projects for an organization token, the caller's organizations for any other. */
export function liveUrl(token: string): string {
  const { kind, organization, url, regionUrl } = classifyToken(token.trim());
  const instance = regionUrl ?? url ?? "https://sentry.io";
  const path = kind === "organization" && organization ? `organizations/${organization}/projects/` : "organizations/";
  return new URL(`/api/0/${path}`, instance).href;
}
