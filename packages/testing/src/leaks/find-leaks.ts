import { contents, type KnownGetters } from "./contents.ts";
import { inspections, type Rendering, texts, waysToPrint } from "./renderings.ts";
import { formFinder } from "./secret-forms.ts";

/**
 * A place where a secret was found.
 *
 * @example
 * const leak: Leak = { path: "error.cause.request._header", form: "plain" };
 */
export interface Leak {
  /** The way from the root, such as `error.cause.request._header` or `util.inspect(error)`. */
  readonly path: string;
  /** What the secret looks like there: `plain`, `in a URL` or `in Basic's encoding`. */
  readonly form: string;
}

/**
 * What a search looks for.
 *
 * @example
 * const search: LeakSearch = { secrets: ["0123456789abcdef"], deliberate: (owner, key) => key === "header" };
 */
export interface LeakSearch {
  readonly secrets: readonly string[];
  /** Whether a property is meant to return the secret, as an authorization's `header` is. Such a property is not read. */
  readonly deliberate?: ((owner: object, key: PropertyKey) => boolean) | undefined;
}

/** With more objects than this, the search has found its way into the runtime. */
const LIMIT = 100_000;
/** Where Node's inspection is missing, as in workerd and browsers, getters lead to new objects without end. */
const LIMIT_WITHOUT_INSPECTION = 2_000;
const hasInspection = inspections.length > 0;
const ENOUGH = 20;
/** Some runtimes' getters return a new object each time, so the way from a root ends somewhere. */
const DEPTH = 300;

interface Visit {
  readonly value: unknown;
  readonly path: string;
  /** Whether a program is likely to print it: a root, and an error on the way. */
  readonly important: boolean;
  readonly depth: number;
}

/**
 * Searches values for secrets: everything that can be reached from them, and everything that they print as. It works on
 * every runtime.
 *
 * @example
 * const error = await sentry("https://sentry.acme.com/").catch((reason: unknown) => reason);
 * console.log(findLeaks({ error }, { secrets: ["0123456789abcdef"] })); // []
 *
 * @param roots The values to search, by the name that a leak's path begins with.
 * @throws {TypeError} For a secret of fewer than 8 characters, which would be found by chance.
 */
export function findLeaks(
  roots: Readonly<Record<string, unknown>>,
  { secrets, deliberate = () => false }: LeakSearch,
): readonly Leak[] {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < 8))
    throw new TypeError("findLeaks: `secrets` must name at least one secret, each of 8 characters or more.");
  const formIn = formFinder(secrets);
  const leaks: Leak[] = [];
  const visited = new WeakSet<object>(unrelated);
  const queue: Visit[] = [];
  const printed: { readonly value: object; readonly path: string; readonly ways: readonly Rendering[] }[] = [];
  const getters: KnownGetters = new WeakMap();
  let count = 0;
  let position = 0;

  const search = (text: string, path: string): void => {
    const form = formIn(text);
    if (form !== undefined && leaks.length < ENOUGH) leaks.push({ path, form });
  };
  const render = (value: object, path: string, ways: readonly Rendering[]): void => {
    for (const { name, render } of ways) {
      try {
        const text = render(value);
        if (typeof text === "string") search(text, `${name}(${path})`);
      } catch (error) {
        // The error may contain the secret as well.
        queue.push({ value: error, path: `${name}(${path}), thrown`, important: false, depth: 0 });
      }
    }
  };
  const visit = ({ path, important, depth }: Visit, value: object): void => {
    if (visited.has(value) || depth > DEPTH) return;
    visited.add(value);
    count += 1;
    if (!hasInspection && count > LIMIT_WITHOUT_INSPECTION) return;
    if (count > LIMIT) throw new Error(`More than ${LIMIT} objects can be reached, the last one at ${path}.`);
    // A getter may have created a promise whose rejection would be unhandled.
    if (value instanceof Promise) value.catch(() => {});
    render(value, path, texts);
    printed.push({ value, path, ways: waysToPrint(value, important) });
    for (const part of contents(value, deliberate, getters)) {
      const isError = part.value instanceof Error && !part.step.endsWith("thrown");
      queue.push({ value: part.value, path: path + part.step, important: isError, depth: depth + 1 });
    }
  };

  for (const [name, value] of Object.entries(roots)) {
    queue.push({ value, path: name, important: true, depth: 0 });
    try {
      queue.push({ value: structuredClone(value), path: `structuredClone(${name})`, important: false, depth: 0 });
    } catch (error) {
      queue.push({ value: error, path: `structuredClone(${name}), thrown`, important: false, depth: 0 });
    }
  }
  const walk = (): void => {
    for (let next = queue[position]; next !== undefined; next = queue[position]) {
      position += 1;
      const { value, path } = next;
      if (typeof value === "string") search(value, path);
      else if (typeof value === "symbol") search(value.description ?? "", `${path}.description`);
      else if ((typeof value === "object" && value !== null) || typeof value === "function") visit(next, value);
      if (leaks.length === ENOUGH) return;
    }
  };

  walk();
  // Printing is slow, so it is done only if nothing was found without it.
  for (const { value, path, ways } of printed) {
    if (leaks.length > 0) break;
    render(value, path, ways);
    walk();
  }
  return leaks;
}

/** The runtime's own objects, which lead everywhere. */
const unrelated: readonly object[] = [...globalObjects()];

function* globalObjects(): Generator<object> {
  yield globalThis;
  for (const name of ["process", "navigator", "document", "location", "self", "window"]) {
    const value: unknown = Reflect.get(globalThis, name);
    if (typeof value === "object" && value !== null) yield value;
  }
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (typeof value !== "function") continue;
    yield value;
    if (typeof value.prototype === "object" && value.prototype !== null) yield value.prototype;
  }
}
