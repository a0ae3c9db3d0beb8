import { findLeaks } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { encounter, knownStrategies, leaksIn, sample } from "./hunt.ts";
import { leakyClients } from "./leaky-clients.ts";
import { outcomes } from "./outcomes.ts";

test.each(sample)("no secret shows: $client.name, $strategy.name, $outcome.name", async ({ outcome, ...subjects }) => {
  expect(leaksIn(await encounter(outcome, subjects))).toEqual([]);
});

// The same search, where the header is put in the way that everybody does it.
const [strategy] = knownStrategies.filter(({ name }) => name === "legacy-basic");
const sent = outcomes.filter(({ name }) => /^(?:success|401|403|500|refused|reset|timeout|abort)$/.test(name));
test.each(leakyClients.flatMap((client) => sent.map((outcome) => ({ client, outcome }))))(
  "the search finds the secret that $client.name leaks: $outcome.name",
  async ({ client, outcome }) => {
    if (strategy === undefined) throw new Error("There is no such strategy.");
    expect(leaksIn(await encounter(outcome, { client, strategy }))).not.toEqual([]);
  },
);

test("what is handed out has a strategy, a client and an authorization in it", async () => {
  for (const { outcome, ...subjects } of sample.slice(0, 1)) {
    const { handed, secrets } = await encounter(outcome, subjects);
    expect(Object.keys(handed)).toEqual(
      expect.arrayContaining(["handed", "strategy", "client", "seen", "authorization"]),
    );
    // The one thing that gives it deliberately.
    expect(findLeaks({ authorization: handed["authorization"] }, { secrets })).toContainEqual({
      path: "authorization.header",
      form: "plain",
    });
  }
});
