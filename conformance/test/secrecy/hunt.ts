import { startSentryServer } from "@x/sentry-testing";
import { findLeaks, type Leak } from "./find-leaks.ts";
import type { Handed, Outcome, Situation } from "./outcomes.ts";

/** Brings about an outcome, and hands out what a program would hold then, with the secrets that were in use. */
export async function encounter(
  { reach }: Outcome,
  { client, strategy }: Pick<Situation, "client" | "strategy">,
): Promise<Encounter> {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const first = strategy.secretOf(server.credentials);
  const handed = await reach({ client, strategy, server, other });
  const secrets = new Set([first, strategy.secretOf(server.credentials)].flatMap(strategy.hidden));
  return { handed, secrets: [...secrets] };
}

/** What a program holds after a request, and what must not be in it. */
export interface Encounter {
  readonly handed: Handed;
  readonly secrets: readonly string[];
}

/** Looks for the secrets in everything. Reading an authorization's header on purpose is what it is for; nothing else may give it. */
export function leaksIn({ handed, secrets }: Encounter): readonly Leak[] {
  const authorizations = Object.keys(handed)
    .filter((name) => name.endsWith("authorization"))
    .map((name) => handed[name]);
  const deliberate = (owner: object, key: PropertyKey): boolean => key === "header" && authorizations.includes(owner);
  return findLeaks(handed, { secrets, deliberate });
}
