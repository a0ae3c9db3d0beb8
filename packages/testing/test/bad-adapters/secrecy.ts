import { type Authorization, SentryAuthError } from "@x/sentry-core";
import { altered, type Flaw, headerIn } from "./flawed-adapter.ts";

/** Adds a leak to the result of each request. */
function shown(where: "response" | "error", only: (ending: object) => boolean = () => true): Flaw {
  return {
    fetch: () => async (url, init) => {
      const add = <T>(ending: T): T =>
        only(Object(ending)) ? Object.assign(Object(ending), { config: { header: headerIn(init) } }) : ending;
      const response = fetch(url, init).catch((error: unknown) => {
        throw where === "error" ? add(error) : error;
      });
      return where === "response" ? add(await response) : response;
    },
  };
}

/** Adapters that break a promise about what can be printed, by the case that finds them. */
export const badSecrecy: Readonly<Record<string, Flaw>> = {
  "shows nothing of the secret in the client": {
    client: (client, { authorize }) => {
      const { header } = authorize({ url: "https://sentry.io/", method: "GET" }) as Authorization;
      return Object.assign(client, { defaults: { headers: { Authorization: header } } });
    },
  },
  "hides the secret in responses": shown("response", (response) => "ok" in response && response.ok === true),
  "hides the secret in the server's refusals": shown("response", (response) => "ok" in response && !response.ok),
  "shows nothing of the secret in the error of a broken connection": shown(
    "error",
    (error) => error instanceof TypeError,
  ),
  "shows nothing of the secret in the error of an aborted request": shown(
    "error",
    (error) => error instanceof DOMException,
  ),
  "shows nothing of the secret in its own errors": {
    send: (send) => (url, init) =>
      send(url, init).catch((error: unknown) => {
        throw error instanceof SentryAuthError ? new SentryAuthError(error.code, `refused ${url}`) : error;
      }),
  },
  "refuses an illegal header of a third party's strategy, and does not show it": {
    strategy: altered(({ header, origins }) => ({ header: header.replace(/[^!-~]+.*$/, ""), origins })),
  },
};
