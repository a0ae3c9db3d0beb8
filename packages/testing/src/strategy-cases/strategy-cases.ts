import type { ConformanceCase } from "../cases/conformance-case.ts";
import { strategyBrakeCases } from "./brakes.ts";
import { strategyExpiryCases } from "./expiry.ts";
import { strategyOriginCases } from "./origins.ts";
import { strategyRefusalCases } from "./refusals.ts";
import { strategyRenewalCases } from "./renewal.ts";
import { strategySecrecyCases } from "./secrecy.ts";
import { strategySecretCases } from "./secrets.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";
import { strategyWireCases } from "./wire.ts";

/**
 * What every strategy promises, as data for any test runner on any runtime. The cases of one process run one after the
 * other, since some of them set the clock.
 *
 * @example
 * for (const conformanceCase of strategyCases) {
 *   test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject, startSentryServer));
 * }
 */
export const strategyCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  ...strategyWireCases,
  ...strategySecretCases,
  ...strategyOriginCases,
  ...strategySecrecyCases,
  ...strategyRenewalCases,
  ...strategyExpiryCases,
  ...strategyRefusalCases,
  ...strategyBrakeCases,
];
