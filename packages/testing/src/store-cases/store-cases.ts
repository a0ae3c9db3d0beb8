import type { ConformanceCase } from "../cases/conformance-case.ts";
import { storeKeyCases } from "./keys.ts";
import { storeLockCases } from "./locks.ts";
import { storeReplacementCases } from "./replacement.ts";
import type { StoreCapability, StoreSubject } from "./store-subject.ts";

/**
 * The promises of every credential store, as data for any test runner. Give the runner a limit of some minutes: one case
 * writes 10,000 keys, and one waits until a dead process' lock is broken.
 *
 * @example
 * for (const conformanceCase of storeCases) {
 *   test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
 * }
 */
export const storeCases: readonly ConformanceCase<StoreSubject, StoreCapability, []>[] = [
  ...storeReplacementCases,
  ...storeKeyCases,
  ...storeLockCases,
];
