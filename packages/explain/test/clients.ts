import { listAnOrganization_sProjects } from "@sentry/api";
import axios from "axios";
import ky from "ky";
import ky1 from "ky-1";
import nodeFetch from "node-fetch";

/** Sends a GET for an organization's projects and returns what the caller of the client has after a refusal. */
export type Refused = (origin: string) => Promise<unknown>;

const path = "/api/0/organizations/acme/projects/";

/** Every client whose results `explain` accepts, as it is used. */
export const clients: Readonly<Record<string, Refused>> = {
  fetch: (origin) => fetch(origin + path),
  "node-fetch": (origin) => nodeFetch(origin + path),
  "axios' error": (origin) => thrown(axios.get(path, { baseURL: origin })),
  "axios' response": (origin) => axios.get(origin + path, { validateStatus: () => true }),
  "axios' fetch adapter": (origin) => thrown(axios.get(origin + path, { adapter: "fetch" })),
  "axios' bytes": (origin) => thrown(axios.get(origin + path, { responseType: "arraybuffer" })),
  "ky 2": (origin) => thrown(ky(origin + path, { retry: 0 })),
  "ky 2's response": (origin) => ky(origin + path, { throwHttpErrors: false }),
  "ky 1": (origin) => thrown(ky1(origin + path, { retry: 0 })),
  "@sentry/api": (origin) =>
    listAnOrganization_sProjects({ baseUrl: origin, path: { organization_id_or_slug: "acme" } }),
  "a plain object": async (origin) => {
    const response = await fetch(origin + path);
    const { status, url, headers } = response;
    return { status, url, headers: Object.fromEntries(headers), body: await response.text() };
  },
};

async function thrown(sent: PromiseLike<unknown>): Promise<unknown> {
  return sent.then(
    () => {
      throw new Error("the request was not refused");
    },
    (error: unknown) => error,
  );
}
