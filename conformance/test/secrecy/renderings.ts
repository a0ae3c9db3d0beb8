import { format, inspect } from "node:util";

/** A way to turn a value into text, as people and loggers do. */
export interface Rendering {
  readonly name: string;
  readonly render: (value: unknown) => string;
}

interface Runtimes {
  readonly Bun?: { inspect(value: unknown, options: object): string };
  readonly Deno?: { inspect(value: unknown, options: object): string };
}

const { Bun, Deno }: Runtimes = globalThis as never;

const everything = {
  showHidden: true,
  depth: Number.POSITIVE_INFINITY,
  maxArrayLength: Number.POSITIVE_INFINITY,
  maxStringLength: Number.POSITIVE_INFINITY,
};

/** Custom inspection off shows what a class hides by its own say, and the target of a Proxy. */
const inspections: readonly Rendering[] = [
  { name: "util.inspect", render: (value) => inspect(value) },
  { name: "util.inspect, all", render: (value) => inspect(value, { ...everything, getters: true }) },
  {
    name: "util.inspect, raw",
    render: (value) => inspect(value, { ...everything, customInspect: false, showProxy: true }),
  },
  { name: "util.format", render: (value) => format("%s %o %O", value, value, value) },
];

/** Costs little, so that it is done for every object on the way. */
export const texts: readonly Rendering[] = [
  // Asks an object for another primitive than `String` does.
  { name: "concatenation", render: (value) => "" + (value as string) },
  { name: "String", render: String },
];

/** Every rendering that this runtime has. */
export const renderings: readonly Rendering[] = [
  ...texts,
  { name: "JSON.stringify", render: (value) => JSON.stringify(value) },
  ...inspections,
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
