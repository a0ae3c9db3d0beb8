import type { StartServer } from "./case-server.ts";
import { soon } from "./expectations.ts";

/**
 * One promise that a subject is held to, as data for any test runner.
 *
 * @example
 * const named: ConformanceCase<{ readonly name: string }> = {
 *   name: "has a name",
 *   run: async (subject) => {
 *     if (subject.name === "") throw new Error("the name is empty");
 *   },
 * };
 */
export interface ConformanceCase<
  Subject,
  Capability extends string = never,
  Given extends readonly unknown[] = [start: StartServer],
> {
  /** The promise, as a sentence whose subject is what is tested. */
  readonly name: string;
  /** What a subject must be capable of. The case is skipped for a subject that lacks one of them. */
  readonly needs?: readonly Capability[];
  /** Resolves if the promise is kept. Rejects with an error that names the promise if it is broken. */
  readonly run: (subject: Subject, ...given: Given) => Promise<void>;
}

/**
 * Returns why a case does not apply to a subject, or `undefined` if it does.
 *
 * @example
 * for (const conformanceCase of strategyCases) {
 *   const skip = skipReason(conformanceCase, subject) ?? false;
 *   test(conformanceCase.name, { skip }, () => conformanceCase.run(subject, startSentryServer));
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

/** How long one case may take, in milliseconds. A test runner's own limit may be shorter. */
const LIMIT = 60_000;

/** Creates a case whose failures name the subject and the promise. */
export function defineCase<
  Subject extends { readonly name: string },
  Capability extends string = never,
  Given extends readonly unknown[] = [start: StartServer],
>(
  name: string,
  run: (subject: Subject, ...given: Given) => Promise<void>,
  ...needs: readonly Capability[]
): ConformanceCase<Subject, Capability, Given> {
  return defineLongCase(name, LIMIT, run, ...needs);
}

/** Creates a case that may take `limit` milliseconds. */
export function defineLongCase<
  Subject extends { readonly name: string },
  Capability extends string = never,
  Given extends readonly unknown[] = [start: StartServer],
>(
  name: string,
  limit: number,
  run: (subject: Subject, ...given: Given) => Promise<void>,
  ...needs: readonly Capability[]
): ConformanceCase<Subject, Capability, Given> {
  return {
    name,
    ...(needs.length > 0 && { needs }),
    run: async (subject, ...given) => {
      try {
        await soon(run(subject, ...given), "its end", limit);
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error);
        throw new Error(`broken promise: ${subject.name} ${name}. Found: ${found}`, { cause: error });
      }
    },
  };
}
