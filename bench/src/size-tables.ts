import { bundleParts } from "./bundle.ts";
import { weighAll } from "./sizes.ts";
import { printTable } from "./table.ts";

const pair = `export { bearerAuth } from "@x/sentry-bearer"; export { withSentryAuth } from "@x/sentry-fetch";`;

/** Prints the size of every package, and what a pair is made of. */
export async function sizes(): Promise<void> {
  const number = (value: number): string => value.toLocaleString("en");
  const packages = (await weighAll()).map(({ kind, name, minified, brotli }) => [
    kind,
    name,
    number(minified),
    number(brotli),
  ]);
  printTable("size of the packages, bytes", ["", "name", "minified", "brotli"], packages);
  const parts = (await bundleParts(pair)).map(([file, minified]) => [
    file.replace("../packages/", ""),
    number(minified),
  ]);
  printTable("what a pair is made of, minified bytes of bearer + fetch", ["", "minified"], parts);
}
