import { adapterAbortCases } from "./adapter-aborts.ts";
import { adapterErrorCases } from "./adapter-errors.ts";
import { adapterOriginCases } from "./adapter-origins.ts";
import { adapterOwnHeaderCases } from "./adapter-own-header.ts";
import { adapterRenewalCases } from "./adapter-renewal.ts";
import { adapterReplayCases } from "./adapter-replay.ts";
import { adapterSecrecyCases } from "./adapter-secrecy.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";
import { adapterWireCases } from "./adapter-wire.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/**
 * What every adapter promises, as data for any test runner on any runtime. The strategies are the cases' own.
 *
 * @example
 * for (const conformanceCase of adapterCases) {
 *   test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
 * }
 */
export const adapterCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  ...adapterWireCases,
  ...adapterOriginCases,
  ...adapterOwnHeaderCases,
  ...adapterSecrecyCases,
  ...adapterRenewalCases,
  ...adapterReplayCases,
  ...adapterAbortCases,
  ...adapterErrorCases,
];
