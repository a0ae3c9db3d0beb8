import { readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { bundleParts, bundleSize } from "./bundle.ts";
import { weighAll } from "./sizes.ts";
import { printTable } from "./table.ts";

/** What a program imports of each peer to authenticate. Where the peer brings the client too, that is part of it. */
const programs: Readonly<Record<string, string>> = {
  "@octokit/auth-token": `export { createTokenAuth } from "@octokit/auth-token";`,
  "@microsoft/kiota-abstractions": `export { AllowedHostsValidator, BaseBearerTokenAuthenticationProvider } from "@microsoft/kiota-abstractions";`,
  "@azure/core-rest-pipeline": `export { bearerTokenAuthenticationPolicy } from "@azure/core-rest-pipeline";`,
  "google-auth-library": `export { OAuth2Client } from "google-auth-library";`,
  "@badgateway/oauth2-client": `export { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";`,
};

const pair = `export { bearerAuth } from "@x/sentry-bearer"; export { withSentryAuth } from "@x/sentry-fetch";`;

/** Prints the size and the number of dependencies of ours and of the peers. */
export async function sizes(): Promise<void> {
  const number = (value: number): string => value.toLocaleString("en");
  const ours = (await weighAll()).map(({ kind, name, minified, brotli }) => [
    kind,
    name,
    number(minified),
    number(brotli),
  ]);
  printTable("size of the packages, bytes", ["", "name", "minified", "brotli"], ours);
  const parts = (await bundleParts(pair)).map(([file, minified]) => [
    file.replace("../packages/", ""),
    number(minified),
  ]);
  printTable("what a pair is made of, minified bytes of bearer + fetch", ["", "minified"], parts);
  const peers = await Promise.all(
    Object.entries(programs).map(async ([name, program]) => {
      const { minified, brotli } = await bundleSize(program);
      return [name, number(minified), number(brotli), `${dependenciesOf(name).size}`];
    }),
  );
  printTable("size of the peers, bytes", ["", "minified", "brotli", "packages that it installs besides"], peers);
}

/** The names of all packages that come with a package. */
function dependenciesOf(name: string, from: string = import.meta.url, found: Set<string> = new Set()): Set<string> {
  const manifest = findPackageJSON(name, from);
  if (manifest === undefined) throw new Error(`${name} is not installed`);
  const { dependencies = {} }: { dependencies?: object } = JSON.parse(readFileSync(manifest, "utf8"));
  for (const dependency of Object.keys(dependencies)) {
    if (!found.has(dependency)) dependenciesOf(dependency, realpathSync(manifest), found.add(dependency));
  }
  return found;
}
