import { type ConformanceCase, defineCase, defineLongCase } from "../cases/conformance-case.ts";
import { checkCredential, newCredential, withPlace } from "./credentials.ts";
import type { StoreCapability, StoreSubject } from "./store-subject.ts";

const KEYS = [
  "",
  "a",
  "A",
  "a ",
  " a",
  "a.",
  "a/b",
  "a\\b",
  "a:b",
  "a%2Fb",
  "../a",
  "..",
  ".",
  "/etc/passwd",
  "con",
  "nul",
  "a\0b",
  "a\nb",
  "*",
  "?",
  "{a}",
  "__proto__",
  "constructor",
  "\u00e4",
  "a\u0308",
  "\u{1f600}",
  "\ud83d",
  "\ude00",
  "\\ud83d",
  "x".repeat(5_000),
];

const MANY = 10_000;
const AT_ONCE = 50;
/** A slow disk syncs ten thousand files in minutes. */
const MINUTES = 10 * 60_000;

/** What keys may be, and how many. */
export const storeKeyCases: readonly ConformanceCase<StoreSubject, StoreCapability, []>[] = [
  defineCase(
    "keeps keys with any characters apart",
    withPlace(async (place, store) => {
      const credentials = KEYS.map((key) => ({ key, credential: newCredential() }));
      for (const { key, credential } of credentials) {
        checkCredential(
          await store.read(key),
          undefined,
          `what was read first for ${JSON.stringify(key.slice(0, 20))}`,
        );
        await store.replace(key, undefined, credential);
      }
      const other = place.connect();
      for (const { key, credential } of credentials)
        checkCredential(await other.read(key), credential, `what was read for ${JSON.stringify(key.slice(0, 20))}`);
    }),
  ),

  defineLongCase(
    `has room for ${MANY.toLocaleString("en")} keys`,
    MINUTES,
    withPlace(async (place, store) => {
      const credentials = Array.from({ length: MANY }, (_, index) => ({
        key: `integration:https%3A%2F%2Fsentry.io:1a2b3c:${index}`,
        credential: newCredential(),
      }));
      const forAll = async (act: (one: (typeof credentials)[number]) => Promise<void>): Promise<void> => {
        const left = credentials.values();
        const work = async (): Promise<void> => {
          for (const one of left) await act(one);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
      };
      await forAll(async ({ key, credential }) => {
        await store.replace(key, undefined, credential);
      });
      const other = place.connect();
      await forAll(async ({ key, credential }) => checkCredential(await other.read(key), credential, `key ${key}`));
    }),
  ),
];
