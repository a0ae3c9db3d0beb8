import { check } from "../cases/expectations.ts";
import type { CaseCredential, CaseStore, StorePlace, StoreSubject } from "./store-subject.ts";

let issued = 0;

/** Returns another credential each time. */
export function newCredential(fields: Partial<CaseCredential> = {}): CaseCredential {
  issued += 1;
  const value = issued.toString(16).padStart(64, "0");
  return { id: `credential-${issued}`, value, issuedAt: 1_700_000_000_000 + issued, ...fields };
}

/** Runs a case on an empty place. */
export function withPlace(run: (place: StorePlace, store: CaseStore) => Promise<void>) {
  return async ({ open }: StoreSubject): Promise<void> => {
    const place = await open();
    try {
      await run(place, place.connect());
    } finally {
      await place.close();
    }
  };
}

/** Compares field by field, without a secret in the failure. */
export function checkCredential(
  actual: CaseCredential | undefined,
  expected: CaseCredential | undefined,
  what: string,
): void {
  const id = actual === undefined ? "nothing" : actual.id;
  check(actual?.id === expected?.id, `${what} was ${id} instead of ${expected?.id ?? "nothing"}`);
  for (const field of ["value", "issuedAt", "expiresAt", "refreshToken"] as const)
    check(actual?.[field] === expected?.[field], `${what} had another ${field} than what was stored`);
}
