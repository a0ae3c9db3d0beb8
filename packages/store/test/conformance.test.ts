import { skipReason, storeCases } from "@x/sentry-testing";
import { describe, test } from "vitest";
import { stores } from "./subject.ts";

/** Some cases write 10,000 keys, or wait until a lock is broken. */
const MINUTES = 10 * 60_000;

for (const store of stores) {
  describe.each(storeCases)(store.name, (storeCase) => {
    const reason = skipReason(storeCase, store);
    test(storeCase.name, { timeout: MINUTES }, async ({ skip }) => {
      if (reason !== undefined) skip(reason);
      await storeCase.run(store);
    });
  });
}
