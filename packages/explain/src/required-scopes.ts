import { ROUTES, SETS } from "./scope-table.ts";

/**
 * Returns the scopes that an operation of Sentry's public API accepts, least powerful first. Any one of them is enough;
 * an empty list means that any valid token is. Returns `undefined` for an operation that isn't public.
 *
 * @example
 * requiredScopes({ method: "POST", url: "https://sentry.io/api/0/teams/acme/web/projects/" });
 * // ["project:write", "project:admin"]
 *
 * @param request - The method, in any casing, and a URL on any base. A `Request` has both.
 * @throws {TypeError} when `method` or `url` is missing.
 * @see https://docs.sentry.io/api/permissions/
 */
export function requiredScopes(request: {
  readonly method: string;
  readonly url: string | { readonly href: string };
}): readonly string[] | undefined {
  const { method, url } = Object(request);
  if (typeof method !== "string" || !url) {
    throw new TypeError("requiredScopes: pass the request's method and url, as in requiredScopes({ method, url })");
  }
  // A self-hosted Sentry may be below a path of its own.
  const [, path = ""] = /^[^?#]*?\/api\/0\/([^?#]+)/.exec(String(url)) ?? [];
  const set = methodsOf(path)?.get(method.toUpperCase());
  return set === undefined ? undefined : set === "" ? [] : set.split(" ");
}

/** The methods of the first route that matches a path, each with its set of scopes. */
function methodsOf(path: string): ReadonlyMap<string, string> | undefined {
  const sets = SETS.split("\n");
  for (const line of ROUTES.split("\n")) {
    const [route = "", ...methods] = line.split(" ");
    if (!new RegExp(`^${route.replaceAll("*", "[^/]+")}/?$`).test(path)) continue;
    return new Map(methods.map((entry) => [entry.replace(/\d+$/, ""), sets[Number(/\d+$/.exec(entry))] ?? ""]));
  }
  return undefined;
}
