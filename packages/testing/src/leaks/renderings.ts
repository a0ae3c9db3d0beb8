/** A way to turn a value into text, as people and loggers do. */
export interface Rendering {
  readonly name: string;
  readonly render: (value: unknown) => unknown;
}

type Inspect = (value: unknown, options?: object) => string;

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

/** Every rendering that this runtime has. */
export const renderings: readonly Rendering[] = [
  ...texts,
  { name: "JSON.stringify", render: (value) => JSON.stringify(value) },
  ...inspections(),
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

/** What `console.log` uses on Node, Bun and Deno, with everything that it can be asked to show. */
function inspections(): readonly Rendering[] {
  const { inspect, format } = nodeUtil();
  if (inspect === undefined || format === undefined) return [];
  return [
    { name: "util.inspect", render: (value) => inspect(value) },
    { name: "util.inspect, all", render: (value) => inspect(value, everything) },
    {
      // Shows what a class hides with a custom inspection, and the target of a Proxy.
      name: "util.inspect, raw",
      render: (value) => inspect(value, { ...everything, customInspect: false, showProxy: true }),
    },
    { name: "util.format", render: (value) => format("%s %o %O", value, value, value) },
  ];
}

function nodeUtil(): { readonly inspect?: Inspect; readonly format?: (...values: readonly unknown[]) => string } {
  // workerd's getters return new objects each time, so that an inspection of unlimited depth never ends there.
  if (navigator?.userAgent === "Cloudflare-Workers") return {};
  try {
    return process?.getBuiltinModule?.("node:util") ?? {};
  } catch {
    return {};
  }
}
