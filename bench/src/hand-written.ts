import { origin } from "./requests.ts";

/** The wrapper that one writes by hand, with a check of the origin. */
export function withHeaderForOrigin(client: typeof fetch, header: string): typeof fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) throw new Error(`no credential for ${url.origin}`);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("Authorization", header);
    return client(input, { ...init, headers });
  };
}
