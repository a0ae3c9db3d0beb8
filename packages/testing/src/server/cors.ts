import type { IncomingMessage } from "node:http";
import type { SentryResponse } from "./sentry-response.ts";

const exposed = "WWW-Authenticate, Retry-After, Location, Link, Allow, X-Test-Principal";

/** The headers that let a browser's page read a response; none if no page asks. */
export function corsHeaders(message: IncomingMessage): Record<string, string> {
  const { origin } = message.headers;
  if (origin === undefined) return {};
  return { "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": exposed, Vary: "Origin" };
}

/** The response to a browser's preflight, or `undefined` for any other request. */
export function preflightResponse(message: IncomingMessage): SentryResponse | undefined {
  const method = message.headers["access-control-request-method"];
  if (message.method !== "OPTIONS" || method === undefined) return undefined;
  const headers: Record<string, string> = { "Access-Control-Allow-Methods": method };
  const asked = message.headers["access-control-request-headers"];
  if (asked !== undefined) headers["Access-Control-Allow-Headers"] = asked;
  // Chromium asks before a public page may reach a loopback address.
  if (message.headers["access-control-request-private-network"] === "true")
    headers["Access-Control-Allow-Private-Network"] = "true";
  return { status: 204, headers };
}
