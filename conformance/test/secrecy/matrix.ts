import { clientSubjects } from "./clients.ts";
import { type Outcome, outcomes, type Situation } from "./outcomes.ts";
import { strategySubjects } from "./strategies.ts";

export interface Combination extends Pick<Situation, "client" | "strategy"> {
  readonly outcome: Outcome;
}

/** Every strategy with every client. */
export const combinations: readonly Combination[] = clientSubjects.flatMap((client) =>
  strategySubjects.flatMap((strategy) => outcomes.map((outcome) => ({ client, strategy, outcome }))),
);
