import { bundleParts } from "./bundle.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { weighAll } from "./sizes.ts";

const pair = `export { bearerAuth } from "@x/sentry-bearer"; export { withSentryAuth } from "@x/sentry-fetch";`;

/** The size of every package, and what a pair is made of. */
export async function sizes(): Promise<Figure[]> {
  const figure = figuresOf("size of the packages, bytes");
  const part = figuresOf("what bearer + fetch is made of, bytes");
  const packages = (await weighAll()).flatMap(({ kind, name, minified, brotli }) => [
    figure(`${kind} ${name}`, "minified", minified),
    figure(`${kind} ${name}`, "brotli", brotli),
  ]);
  const parts = await bundleParts(pair);
  return [
    ...packages,
    ...parts.flatMap(({ file, minified, brotli }) => [
      part(file.replace(/.*packages\//, ""), "minified", minified),
      part(file.replace(/.*packages\//, ""), "brotli", brotli),
    ]),
  ];
}
