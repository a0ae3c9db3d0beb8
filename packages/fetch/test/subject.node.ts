import type { AdapterSubject } from "@x/sentry-testing";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { fetchSubject } from "./subject.ts";

/** The other fetches that Node, Bun and Deno run. */
export const adapters: readonly AdapterSubject[] = [
  fetchSubject("fetch of undici", undiciFetch as object as typeof fetch, {
    "form-data-body": "undici sends its own FormData only",
  }),
  fetchSubject("node-fetch 3", nodeFetch as object as typeof fetch, {
    redirects: "node-fetch keeps the header for another port of the same host, as its guide says",
    "streaming-body": "node-fetch sends Node's own streams only",
  }),
];
