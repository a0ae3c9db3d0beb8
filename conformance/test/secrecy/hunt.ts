import { findLeaks, type Leak, startSentryServer } from "@x/sentry-testing";
import { loadSubjects } from "../../src/subjects.ts";
import { type Handed, type KnownStrategy, type Outcome, outcomes, proxyOutcomes, type Situation } from "./outcomes.ts";

const { strategies, adapters, proxied } = await loadSubjects();

/** The strategies whose credential the embedded server knows. */
export const knownStrategies: readonly KnownStrategy[] = strategies.flatMap((strategy) =>
  strategy.secretOf === undefined ? [] : { ...strategy, secretOf: strategy.secretOf },
);

interface Combination extends Pick<Situation, "client" | "strategy"> {
  readonly outcome: Outcome;
}

/** Every strategy with every client and every outcome. */
export const combinations: readonly Combination[] = combine(adapters, knownStrategies, outcomes);

/** One strategy with every client that has a proxy's headers below it, and every outcome. */
export const proxiedCombinations: readonly Combination[] = combine(proxied, knownStrategies.slice(0, 1), [
  ...outcomes,
  ...proxyOutcomes,
]);

function combine(
  clients: readonly Situation["client"][],
  strategies: readonly KnownStrategy[],
  outcomes: readonly Outcome[],
): readonly Combination[] {
  return clients.flatMap((client) =>
    strategies.flatMap((strategy) => outcomes.map((outcome) => ({ client, strategy, outcome }))),
  );
}

/**
 * Every outcome with every client, each strategy in turn. A strategy's part in an outcome is its header alone, so that each
 * pair of strategy and client, of strategy and outcome, and of client and outcome is enough for every day.
 * `on-every-runtime.ts` searches all combinations.
 */
export const sample: readonly Combination[] = adapters.flatMap((client, first) =>
  outcomes.flatMap((outcome, second) => {
    const strategy = knownStrategies[(first + second) % knownStrategies.length];
    return strategy ? { client, strategy, outcome } : [];
  }),
);

/** Reaches an outcome, and returns what a program has then, with the secrets that were in use. */
export async function encounter(
  { reach }: Outcome,
  { client, strategy }: Pick<Situation, "client" | "strategy">,
): Promise<Encounter> {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const first = strategy.secretOf(server.credentials);
  const handed = await reach({ client, strategy, server, other });
  const secrets = new Set(
    [first, strategy.secretOf(server.credentials)].flatMap(strategy.hidden ?? ((secret) => [secret])),
  );
  return { handed, secrets: [...secrets, ...(client.secrets ?? [])] };
}

/** What a program has after a request, and what must not be in it. */
export interface Encounter {
  readonly handed: Handed;
  readonly secrets: readonly string[];
}

/** Searches everything for the secrets. Only an authorization's `header` may return one. */
export function leaksIn({ handed, secrets }: Encounter): readonly Leak[] {
  const authorizations = Object.keys(handed)
    .filter((name) => name.endsWith("authorization"))
    .map((name) => handed[name]);
  const deliberate = (owner: object, key: PropertyKey): boolean => key === "header" && authorizations.includes(owner);
  return findLeaks(handed, { secrets, deliberate });
}
