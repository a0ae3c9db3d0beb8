import { startSentryServer } from "@x/sentry-testing";
import { expect, test, vi } from "vitest";
import { encounter, leaksIn, proxiedCombinations } from "./hunt.ts";

vi.setConfig({ testTimeout: 60_000 });

test.each(proxiedCombinations)(
  "no secret of Sentry or of the proxy shows: $client.name, $outcome.name",
  async ({ outcome, ...subjects }) => {
    expect(leaksIn(await encounter(outcome, subjects))).toEqual([]);
  },
);

const clients = new Set(proxiedCombinations.map(({ client }) => client));
test.each([...clients])("what is searched for was sent: $name", async ({ wrap, secrets = [] }) => {
  await using server = await startSentryServer();
  const strategy = proxiedCombinations[0]?.strategy.create(server.credentials.organizationToken, server.origin);
  if (!strategy) throw new Error("There is nothing to search.");
  await wrap(strategy).send(server.urls.echo, {});
  expect(secrets).toHaveLength(2);
  expect(server.requests[0]?.rawHeaders).toEqual(expect.arrayContaining([...secrets]));
});
