import type { ConformanceCase } from "../cases/conformance-case.ts";
import { adapterAbortCases } from "./aborts.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";
import { adapterErrorCases } from "./errors.ts";
import { adapterOriginCases } from "./origins.ts";
import { adapterOwnHeaderCases } from "./own-header.ts";
import { adapterRefusalCases } from "./refusals.ts";
import { adapterRenewalCases } from "./renewal.ts";
import { adapterReplayCases } from "./replay.ts";
import { adapterSecrecyCases } from "./secrecy.ts";
import { adapterWireCases } from "./wire.ts";

/**
 * What every adapter promises, as data for any test runner on any runtime. The strategies are the cases' own.
 *
 * @example
 * for (const conformanceCase of adapterCases) {
 *   test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject, startSentryServer));
 * }
 */
export const adapterCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  ...adapterWireCases,
  ...adapterOriginCases,
  ...adapterOwnHeaderCases,
  ...adapterSecrecyCases,
  ...adapterRenewalCases,
  ...adapterRefusalCases,
  ...adapterReplayCases,
  ...adapterAbortCases,
  ...adapterErrorCases,
];
