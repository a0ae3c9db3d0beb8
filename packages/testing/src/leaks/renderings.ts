/** A way to turn a value into text, as people and loggers do. */
export interface Rendering {
  readonly name: string;
  readonly render: (value: unknown) => unknown;
}

type Inspect = (value: unknown, options?: object) => string;

interface NodeUtil {
  readonly inspect?: Inspect;
  readonly format?: (...values: readonly unknown[]) => string;
  readonly types?: Readonly<
    Record<
      "isMapIterator" | "isPromise" | "isProxy" | "isSetIterator" | "isWeakMap" | "isWeakSet",
      (value: unknown) => boolean
    >
  >;
}

/** What some runtimes have. */
interface Runtimes {
  readonly Bun?: { readonly inspect: Inspect };
  readonly Deno?: { readonly inspect: Inspect };
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { getBuiltinModule?(name: string): object | undefined };
}

const { Bun, Deno, navigator, process }: Runtimes = globalThis as never;

const everything = {
  showHidden: true,
  getters: true,
  depth: Number.POSITIVE_INFINITY,
  maxArrayLength: Number.POSITIVE_INFINITY,
  maxStringLength: Number.POSITIVE_INFINITY,
};

/** Cheap enough for every object on the way. */
export const texts: readonly Rendering[] = [
  // Asks an object for another primitive than `String` does.
  { name: "concatenation", render: (value) => "" + (value as string) },
  { name: "String", render: String },
];

const { inspect, format, types } = nodeUtil();

const json: Rendering = { name: "JSON.stringify", render: (value) => JSON.stringify(value) };

/** What a program does with a value: all that this runtime has. */
const renderings: readonly Rendering[] = [
  ...texts,
  json,
  ...(inspect ? [{ name: "util.inspect", render: (value: unknown) => inspect(value) }] : []),
  ...(format ? [{ name: "util.format", render: (value: unknown) => format("%s %o %O", value, value, value) }] : []),
  ...(Bun ? [{ name: "Bun.inspect", render: (value: unknown) => Bun.inspect(value, { depth: 100 }) }] : []),
  ...(Deno
    ? [
        {
          name: "Deno.inspect",
          render: (value: unknown) =>
            Deno.inspect(value, {
              showHidden: true,
              getters: true,
              showProxy: true,
              depth: 100,
              strAbbreviateSize: 1e9,
              iterableLimit: 1e9,
            }),
        },
      ]
    : []),
];

/**
 * Everything that Node, Bun and Deno can be asked to show. Too slow for a whole graph: an object is printed once for each
 * way that leads to it.
 */
export const inspections: readonly Rendering[] = inspect
  ? [
      { name: "util.inspect, all", render: (value) => inspect(value, everything) },
      {
        // Shows what a class hides with a custom inspection, and the target of a Proxy.
        name: "util.inspect, raw",
        render: (value) => inspect(value, { ...everything, customInspect: false, showProxy: true }),
      },
    ]
  : [];

const customInspection = Symbol.for("nodejs.util.inspect.custom");

/**
 * How a value is printed. A root, or an error on the way, is printed as a program would print it. Any object is printed in
 * the ways that show what cannot be read from it.
 */
export function waysToPrint(value: object, important: boolean): readonly Rendering[] {
  return [...(important ? renderings : has(value, "toJSON") ? [json] : []), ...(isOpaque(value) ? inspections : [])];
}

function isOpaque(value: object): boolean {
  if (types === undefined) return value instanceof WeakMap || value instanceof WeakSet || value instanceof Promise;
  return (
    types.isProxy(value) ||
    types.isPromise(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isMapIterator(value) ||
    types.isSetIterator(value) ||
    has(value, customInspection)
  );
}

function has(value: object, name: PropertyKey): boolean {
  try {
    return name in value;
  } catch {
    return true;
  }
}

function nodeUtil(): NodeUtil {
  // workerd's getters return new objects each time, so that an inspection of unlimited depth never ends there.
  if (navigator?.userAgent === "Cloudflare-Workers") return {};
  try {
    return process?.getBuiltinModule?.("node:util") ?? {};
  } catch {
    return {};
  }
}
