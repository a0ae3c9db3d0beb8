import { clientSubjects, furtherClientSubjects } from "./clients.ts";
import { type Outcome, outcomes, type Situation } from "./outcomes.ts";
import { strategySubjects } from "./strategies.ts";

export interface Combination extends Pick<Situation, "client" | "strategy"> {
  readonly outcome: Outcome;
}

/**
 * Every strategy with a client of every adapter, and one strategy with their further clients: the one whose secret
 * shows in two forms, as it is and in Basic's encoding.
 */
export const combinations: readonly Combination[] = [
  ...clientSubjects.flatMap((client) => strategySubjects.map((strategy) => ({ client, strategy }))),
  ...furtherClientSubjects.flatMap((client) =>
    strategySubjects.filter(({ name }) => name === "legacy-basic").map((strategy) => ({ client, strategy })),
  ),
].flatMap((subjects) => outcomes.map((outcome) => ({ ...subjects, outcome })));
