import { soon } from "./expectations.ts";

/**
 * One promise that a subject is held to, as data for any test runner.
 *
 * @example
 * const named: ConformanceCase<{ readonly name: string }, never> = {
 *   name: "has a name",
 *   run: async (subject) => {
 *     if (subject.name === "") throw new Error("the name is empty");
 *   },
 * };
 */
export interface ConformanceCase<Subject, Capability extends string> {
  /** The promise, as a sentence whose subject is what is tested. */
  readonly name: string;
  /** What a subject must be capable of. Without all of it the case says nothing, and is skipped. */
  readonly needs?: readonly Capability[];
  /** Resolves when the promise is kept, and rejects with an error that names the promise when it is not. */
  readonly run: (subject: Subject) => Promise<void>;
}

/**
 * Tells why a case says nothing about a subject, or `undefined` where it is to be run.
 *
 * @example
 * for (const conformanceCase of strategyCases) {
 *   test(conformanceCase.name, { skip: skipReason(conformanceCase, subject) ?? false }, () => conformanceCase.run(subject));
 * }
 */
export function skipReason<Capability extends string>(
  { needs = [] }: { readonly needs?: readonly Capability[] },
  { lacks }: { readonly lacks?: Readonly<Partial<Record<Capability, string>>> | undefined },
): string | undefined {
  for (const capability of needs) {
    const reason = lacks?.[capability];
    if (reason !== undefined) return `${capability}: ${reason}`;
  }
  return undefined;
}

/** How long one case may take, in milliseconds, so that none waits for ever; runners' own limits may be shorter. */
const LIMIT = 20_000;

/** Makes a case whose failures, whatever they are, say which promise of whose was broken. */
export function defineCase<Subject extends { readonly name: string }, Capability extends string>(
  name: string,
  run: (subject: Subject) => Promise<void>,
  ...needs: readonly Capability[]
): ConformanceCase<Subject, Capability> {
  return defineLongCase(name, LIMIT, run, ...needs);
}

/** Makes a case that may take `limit` milliseconds. */
export function defineLongCase<Subject extends { readonly name: string }, Capability extends string>(
  name: string,
  limit: number,
  run: (subject: Subject) => Promise<void>,
  ...needs: readonly Capability[]
): ConformanceCase<Subject, Capability> {
  return {
    name,
    ...(needs.length > 0 && { needs }),
    run: async (subject) => {
      try {
        await soon(run(subject), "its end", limit);
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error);
        throw new Error(`broken promise: ${subject.name} ${name}. Found: ${found}`, { cause: error });
      }
    },
  };
}
