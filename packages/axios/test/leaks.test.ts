import type { AuthStrategy } from "@x/sentry-core";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import type { AxiosInstance } from "axios";
import { describe, expect, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { type Ending, endings } from "./endings.ts";
import { startPartialServer } from "./partial-server.ts";
import { transports } from "./versions.ts";

// Printing an agent with its sockets takes seconds where the cores are busy.
vi.setConfig({ testTimeout: 180_000 });

describe.each(transports)("$name", ({ axios, adapter }) => {
  const own = endings.filter(({ only = adapter }) => only === adapter);

  async function reach(ending: Ending, install: (sentry: AxiosInstance, strategy: AuthStrategy) => AxiosInstance) {
    await using server = await startSentryServer();
    await using other = await startPartialServer();
    const { apiKey } = server.credentials;
    const strategy = legacyBasicAuth({ apiKey, origin: [server.origin, other.origin] });
    const seen: unknown[] = [];
    const see = (...values: unknown[]): void => void seen.push(...values);
    const sentry = install(axios.create({ adapter }), strategy);
    const keep = <T>(value: T): T => {
      seen.push(value);
      return value;
    };
    sentry.interceptors.request.use(keep, null, { synchronous: true });
    sentry.interceptors.response.use(keep, (error) => Promise.reject(keep(error)));
    const situation = { axios, sentry, server, partial: other.origin, unread: `${other.origin}/unread`, see };
    const result = await ending.call(situation).then(keep, keep);
    const secrets = [apiKey, btoa(`${apiKey}:`), btoa(apiKey).slice(0, -4)];
    return { result, found: findLeaks({ result, seen, sentry }, { secrets }), requests: server.requests.length };
  }

  test.each(own)("no secret shows: $name", async (ending) => {
    const { found } = await reach(ending, withSentryAuth);
    expect(found).toEqual([]);
  });

  test.each(own.filter(({ name }) => name !== "an adapter that hands its configuration on"))(
    "the search finds what axios shows without us: $name",
    async (ending) => {
      const leaky = (sentry: AxiosInstance, strategy: AuthStrategy): AxiosInstance => {
        sentry.interceptors.request.use(async (config) => {
          const { header } = await strategy.authorize({ url: String(config.url), method: "GET" });
          config.headers.set("Authorization", header);
          return config;
        });
        return sentry;
      };
      const { found } = await reach(ending, leaky);
      expect(found).not.toEqual([]);
    },
  );
});
