import { isSentryAuthError, type SentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";

/** Fails with what was found if the promise is broken. */
export function check(kept: boolean, found: string): asserts kept {
  if (!kept) throw new Error(found);
}

export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  check(Object.is(actual, expected), `expected ${what} to be ${String(expected)}, but found ${String(actual)}`);
}

/** What a function throws or rejects with. */
export async function failureOf(act: () => unknown, what: string): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error(`${what} did not fail`);
}

/** The `SentryAuthError` with this code that a function throws or rejects with. */
export async function authErrorOf(
  act: () => unknown,
  code: SentryAuthErrorCode,
  what: string,
): Promise<SentryAuthError> {
  const error = await failureOf(act, what);
  check(isSentryAuthError(error), `${what} failed with something other than a SentryAuthError: ${nameOf(error)}`);
  check(error.code === code, `${what} failed with ${error.code} instead of ${code}`);
  return error;
}

export async function typeErrorOf(act: () => unknown, what: string): Promise<TypeError> {
  const error = await failureOf(act, what);
  check(error instanceof TypeError, `${what} failed with something other than a TypeError: ${nameOf(error)}`);
  return error;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Fails a case that would never settle. The timer does not affect cases that pass. */
const DEADLINE = 4_000;

export async function soon<T>(promise: Promise<T>, what: string, deadline: number = DEADLINE): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${deadline / 1000} seconds`)), deadline);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A promise that is awaited later. Its rejection is ignored if the case fails first. */
export function meanwhile<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
