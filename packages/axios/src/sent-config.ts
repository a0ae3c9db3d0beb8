import type { Authorization } from "@x/sentry-core";
import type { ConfigLike } from "./axios-like.ts";
import { guardRedirects } from "./guard-redirects.ts";
import { withAuthorization } from "./headers.ts";

/** A request whose URL core has checked. */
interface CheckedRequest {
  /** The configuration's own fields, read once. */
  readonly fields: ConfigLike;
  /** The URL that axios makes of them. */
  readonly url: string;
  /** The URL that core decided on. */
  readonly checked: string;
  readonly authorization: Authorization;
}

/** The configuration that is sent: a copy of the caller's with the authorization, which leads to exactly the checked URL. */
export function sentConfig({ fields, url, checked, authorization }: CheckedRequest): ConfigLike {
  const { beforeRedirect } = fields;
  return {
    ...fields,
    ...(leadsTo(checked, fields, url) ? undefined : { url: checked, baseURL: undefined, params: undefined }),
    beforeRedirect: guardRedirects(beforeRedirect, checked, authorization),
    headers: withAuthorization(fields.headers, authorization),
  };
}

/** Whether a configuration leads to the checked URL as it is. It then stays as it is, for adapters and mocks that look at it. */
function leadsTo(checked: string, { url: path, baseURL, allowAbsoluteUrls }: ConfigLike, url: string): boolean {
  // An object may give another URL each time that it is read, and some versions' adapters forget `allowAbsoluteUrls`.
  return url === checked && isText(path) && isText(baseURL) && allowAbsoluteUrls !== false;
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "string";
}
