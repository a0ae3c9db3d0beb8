import { type ConformanceCase, defineCase, defineLongCase } from "../cases/conformance-case.ts";
import { check, checkEqual, failureOf, meanwhile, soon } from "../cases/expectations.ts";
import { checkCredential, newCredential, withPlace } from "./credentials.ts";
import type { CaseStore, StoreCapability, StoreSubject } from "./store-subject.ts";

const KEY = "integration:https%3A%2F%2Fsentry.io:1a2b3c:42";
const LONG = 60_000;

async function locked(store: CaseStore, ms: number = LONG, key: string = KEY): Promise<{ release(): Promise<void> }> {
  const lock = await store.lock?.(key, ms);
  check(lock !== undefined, "there was no lock");
  return lock;
}

/** Locks, for stores that have them. */
export const storeLockCases: readonly ConformanceCase<StoreSubject, StoreCapability, []>[] = [
  defineCase(
    "lets one holder at a time have a key's lock, in one process and in several",
    withPlace(async (place, store) => {
      let holders = 0;
      const hold = async (one: CaseStore): Promise<void> => {
        const lock = await locked(one);
        holders += 1;
        checkEqual(holders, 1, "the number of holders");
        await one.read(KEY);
        checkEqual(holders, 1, "the number of holders after a while");
        holders -= 1;
        await lock.release();
      };
      await Promise.all([store, store, place.connect(), place.connect()].map(hold));
    }),
    "lock",
  ),

  defineCase(
    "rejects a lock that it does not get in time, and is not blocked by that",
    withPlace(async (place, store) => {
      const first = await locked(store);
      await failureOf(() => locked(place.connect(), 50), "a second lock");
      await first.release();
      await (await soon(locked(place.connect()), "a lock after the release")).release();
    }),
    "lock",
  ),

  defineCase(
    "locks one key alone, and neither read nor replace waits for it",
    withPlace(async (place, store) => {
      const lock = await locked(store);
      const other = place.connect();
      const credential = newCredential();
      checkCredential(await soon(other.replace(KEY, undefined, credential), "a write"), credential, "what was written");
      checkCredential(await soon(other.read(KEY), "a read"), credential, "what was read");
      await (await soon(locked(other, LONG, `${KEY}2`), "another key's lock")).release();
      await lock.release();
    }),
    "lock",
  ),

  defineCase(
    "releases a lock once: a second release does not release the next holder's",
    withPlace(async (place, store) => {
      const first = await locked(store);
      await first.release();
      const second = await locked(place.connect());
      await first.release();
      await failureOf(() => locked(store, 50), "a third lock");
      await second.release();
    }),
    "lock",
  ),

  defineLongCase(
    "breaks the lock of a process that died",
    2 * LONG,
    withPlace(async (place, store) => {
      check(place.abandonLock !== undefined, "the subject has no abandonLock");
      await place.abandonLock(KEY);
      const waiting = meanwhile(locked(store));
      const lock = await soon(waiting, "a lock after its holder died", LONG);
      await failureOf(() => locked(place.connect(), 50), "a second lock");
      await lock.release();
    }),
    "lock",
    "abandoned-lock",
  ),
];
