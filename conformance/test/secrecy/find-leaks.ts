import { contents } from "./contents.ts";
import { renderings, texts } from "./renderings.ts";
import { formFinder } from "./secret-forms.ts";

/** A place where a secret was found. */
export interface Leak {
  /** Such as `error.cause.request._header`. */
  readonly path: string;
  /** What the secret looks like there. */
  readonly form: string;
}

export interface Search {
  readonly secrets: readonly string[];
  /** A property whose purpose is to give the secret to whoever asks for it: an authorization's header. */
  readonly deliberate?: (owner: object, key: PropertyKey) => boolean;
}

/** A graph with more objects than this is a mistake of the search: it has found its way into the runtime. */
const LIMIT = 100_000;
const ENOUGH = 20;

interface Visit {
  readonly value: unknown;
  readonly path: string;
  /** Whether it is given every rendering: a root, or an error on the way, which a program is likely to print. */
  readonly important: boolean;
}

/** Looks for secrets in values, given by name, in everything that can be reached from them and in what they print as. */
export function findLeaks(
  roots: Readonly<Record<string, unknown>>,
  { secrets, deliberate = () => false }: Search,
): readonly Leak[] {
  const formIn = formFinder(secrets);
  const leaks: Leak[] = [];
  const visited = new WeakSet<object>(unrelated);
  const queue: Visit[] = [];
  let count = 0;

  const search = (text: string, path: string): void => {
    const form = formIn(text);
    if (form !== undefined && leaks.length < ENOUGH) leaks.push({ path, form });
  };
  const render = (value: object, path: string, important: boolean): void => {
    for (const { name, render } of important || isOpaque(value) ? renderings : texts) {
      try {
        const text = render(value);
        if (typeof text === "string") search(text, `${name}(${path})`);
      } catch (error) {
        // It may hold the secret as well.
        queue.push({ value: error, path: `${name}(${path}), thrown`, important: false });
      }
    }
  };
  const visit = (value: object, path: string, important: boolean): void => {
    if (visited.has(value)) return;
    visited.add(value);
    count += 1;
    if (count > LIMIT) throw new Error(`More than ${LIMIT} objects can be reached, the last one at ${path}.`);
    // A getter may have made a promise that nobody waits for.
    if (value instanceof Promise) value.catch(() => {});
    render(value, path, important);
    for (const part of contents(value, deliberate)) {
      const isError = part.value instanceof Error && !part.step.endsWith("thrown");
      queue.push({ value: part.value, path: path + part.step, important: isError });
    }
  };

  for (const [name, value] of Object.entries(roots)) {
    queue.push({ value, path: name, important: true });
    try {
      queue.push({ value: structuredClone(value), path: `structuredClone(${name})`, important: false });
    } catch (error) {
      queue.push({ value: error, path: `structuredClone(${name}), thrown`, important: false });
    }
  }
  // The queue grows while it is gone through.
  for (const { value, path, important } of queue) {
    if (typeof value === "string") search(value, path);
    else if (typeof value === "symbol") search(value.description ?? "", `${path}.description`);
    else if ((typeof value === "object" && value !== null) || typeof value === "function")
      visit(value, path, important);
  }
  return leaks;
}

/** Whether only an inspection can open it. */
function isOpaque(value: object): boolean {
  return value instanceof WeakMap || value instanceof WeakSet || value instanceof Promise;
}

/** Belongs to the runtime, is the same for everybody, and leads everywhere. */
const unrelated: readonly object[] = [globalThis, process, ...globalClasses()];

function* globalClasses(): Generator<object> {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (typeof value !== "function") continue;
    yield value;
    if (typeof value.prototype === "object" && value.prototype !== null) yield value.prototype;
  }
}
