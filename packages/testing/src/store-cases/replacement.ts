import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check } from "../cases/expectations.ts";
import { findLeaks } from "../leaks/find-leaks.ts";
import { checkCredential, newCredential, withPlace } from "./credentials.ts";
import type { StoreCapability, StoreSubject } from "./store-subject.ts";

const KEY = "oauth:https%3A%2F%2Fsentry.io:1a2b3c:default";

/** Reading, and the replacement that compares. */
export const storeReplacementCases: readonly ConformanceCase<StoreSubject, StoreCapability, []>[] = [
  defineCase(
    "returns nothing for a key under which nothing was stored",
    withPlace(async (_, store) => checkCredential(await store.read(KEY), undefined, "what was read")),
  ),

  defineCase(
    "returns what was stored, field by field, to every process",
    withPlace(async (place, store) => {
      const fields: Parameters<typeof newCredential>[0][] = [
        {},
        { expiresAt: 1_700_000_000_123, refreshToken: "f".repeat(64) },
        { id: "", value: "" },
        { value: `"\\\n\0é€😀${"x".repeat(10_000)}` },
      ];
      for (const [index, field] of fields.entries()) {
        const credential = newCredential(field);
        const key = `${KEY}${index}`;
        checkCredential(await store.replace(key, undefined, credential), credential, "what replace returned");
        checkCredential(await store.read(key), credential, "what was read");
        checkCredential(await place.connect().read(key), credential, "what another process read");
      }
    }),
  ),

  defineCase(
    "does not replace what it was not told to replace, and returns it",
    withPlace(async (_, store) => {
      const [first, second, other] = [newCredential(), newCredential(), newCredential()];
      await store.replace(KEY, undefined, first);
      checkCredential(await store.replace(KEY, undefined, second), first, "what a second first write returned");
      checkCredential(await store.replace(KEY, other, second), first, "what a late write returned");
      checkCredential(await store.read(KEY), first, "what was read");
    }),
  ),

  defineCase(
    "replaces the current credential, which it knows by its id alone",
    withPlace(async (_, store) => {
      const [first, second, third] = [newCredential(), newCredential(), newCredential()];
      await store.replace(KEY, undefined, first);
      checkCredential(await store.replace(KEY, first, second), second, "what replace returned");
      const sameId = newCredential({ id: second.id });
      checkCredential(await store.replace(KEY, sameId, third), third, "what replace returned for the same id");
      checkCredential(await store.read(KEY), third, "what was read");
    }),
  ),

  defineCase(
    "returns what is stored when the same credential is stored again",
    withPlace(async (_, store) => {
      const [first, second] = [newCredential(), newCredential()];
      await store.replace(KEY, undefined, first);
      await store.replace(KEY, first, second);
      checkCredential(await store.replace(KEY, first, second), second, "what a repeated write returned");
    }),
  ),

  defineCase(
    "stores a credential also where the one that it replaces is gone",
    withPlace(async (_, store) => {
      const next = newCredential();
      checkCredential(await store.replace(KEY, newCredential(), next), next, "what replace returned");
      checkCredential(await store.read(KEY), next, "what was read");
    }),
  ),

  defineCase(
    "lets one of several concurrent first writes win, and all learn which",
    withPlace(async (place) => {
      const stores = Array.from({ length: 8 }, () => place.connect());
      const results = await Promise.all(stores.map((store) => store.replace(KEY, undefined, newCredential())));
      const stored = await place.connect().read(KEY);
      for (const result of results) checkCredential(result, stored, "what a writer learned");
    }),
  ),

  defineCase(
    "replaces in one atomic step: no successful write is lost",
    withPlace(async (place) => {
      await place.connect().replace(KEY, undefined, newCredential({ id: "0" }));
      // A counter in the id: each successful write adds one.
      const count = async (): Promise<number> => {
        const store = place.connect();
        let successes = 0;
        for (let round = 0; round < 15; round += 1) {
          const current = await store.read(KEY);
          const next = newCredential({ id: String(Number(current?.id) + 1) });
          const stored = await store.replace(KEY, current, next);
          if (stored.value === next.value) successes += 1;
        }
        return successes;
      };
      const successes = await Promise.all(Array.from({ length: 6 }, count));
      const total = successes.reduce((sum, one) => sum + one, 0);
      const counted = Number((await place.connect().read(KEY))?.id);
      // A writer may learn of a later write instead.
      check(counted >= total, `${total} writes succeeded, and ${counted} were counted`);
      check(total > 0, "no write succeeded");
    }),
  ),

  defineCase(
    "changes nothing that is stored when what it returned is changed",
    withPlace(async (_, store) => {
      const credential = newCredential();
      await store.replace(KEY, undefined, credential);
      Reflect.set((await store.read(KEY)) ?? {}, "value", "changed");
      checkCredential(await store.read(KEY), credential, "what was read after that");
    }),
  ),

  defineCase(
    "shows no credential when it is printed",
    withPlace(async (_, store) => {
      const credential = newCredential({ refreshToken: "5ec4e7".repeat(8) });
      await store.replace(KEY, undefined, credential);
      await store.read(KEY);
      const secrets = [credential.value, String(credential.refreshToken)];
      const [leak] = findLeaks({ store }, { secrets });
      check(leak === undefined, `the store shows the credential at ${leak?.path}`);
    }),
  ),
];
