import type { SentryResponse } from "../sentry-response.ts";

const uncached = { "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private" };

export function oauthResponse(body: object): SentryResponse {
  return { status: 200, headers: uncached, body };
}

/** An error of the token endpoint: a code without a description. */
export function oauthError(error: string): SentryResponse {
  if (error !== "invalid_client") return { status: 400, headers: uncached, body: { error } };
  return { status: 401, headers: { ...uncached, "WWW-Authenticate": 'Basic realm="oauth"' }, body: { error } };
}

export function htmlPage(status: number, title: string): SentryResponse {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return { status, headers, body: `<!DOCTYPE html><title>${title}</title><h1>${title}</h1>` };
}
