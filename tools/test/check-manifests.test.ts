import { expect, test } from "vitest";
import { manifestProblems, manifestTemplate } from "../check-manifests.ts";
import { type Kind, type Manifest, type Package, readPackages, repository } from "../workspace.ts";

const core = made("core", "core", {});
const strategy = made("acme", "strategy", { dependencies: { "@x/sentry-core": "workspace:^" } });
const adapter = made("client", "adapter", {
  dependencies: { "@x/sentry-core": "workspace:^" },
  peerDependencies: { axios: ">=1.7.0 <2" },
  devDependencies: { axios: "catalog:" },
});
const workspace = [core, strategy, adapter];

function made(folder: string, kind: Kind, own: Partial<Manifest>): Package {
  const template = manifestTemplate(folder, {
    name: "",
    version: "1.2.3",
    description: "Does something.",
    keywords: [folder],
    sentryAuth: { kind },
    ...own,
  });
  return { folder, directory: `packages/${folder}`, kind, manifest: JSON.parse(JSON.stringify(template)) };
}

function changed(one: Package, own: object): Package[] {
  return workspace.map((each) => (each === one ? { ...one, manifest: { ...one.manifest, ...own } } : each));
}

test("manifests of the template pass", () => {
  expect(manifestProblems(workspace)).toEqual([]);
});

test("the packages of this repository are found, core before those that depend on it", () => {
  const folders = readPackages(repository).map(({ folder }) => folder);
  expect(folders[0]).toBe("core");
  expect(folders).toEqual(expect.arrayContaining(["bearer", "fetch", "testing"]));
  expect(folders.indexOf("fetch")).toBeLessThan(folders.indexOf("ky"));
});

test.each<[string, Package, object]>([
  ["publishConfig must be", strategy, { publishConfig: { access: "public" } }],
  ["engines must be", strategy, { engines: { node: ">=20" } }],
  ["sideEffects must be false", strategy, { sideEffects: undefined }],
  ['license must be "MIT"', strategy, { license: "ISC" }],
  ["repository must be", strategy, { repository: "x/sentry-auth" }],
  ["scripts must be", strategy, { scripts: { build: "tsc" } }],
  ['main must be "./dist/index.cjs"', strategy, { main: "dist/index.js" }],
  ["exports must be", strategy, { exports: { ".": "./dist/index.js" } }],
  ["module is not in the template", strategy, { module: "dist/index.js" }],
  ["keywords must have some of the package's own", strategy, { keywords: [] }],
  ["description must be a sentence", strategy, { description: "an acme thing" }],
  [
    "dependencies: axios is none that a package of the kind strategy may depend on",
    strategy,
    { dependencies: { axios: "1.0.0" } },
  ],
  ['@x/sentry-core must be "workspace:^"', strategy, { dependencies: { "@x/sentry-core": "workspace:*" } }],
  ["@x/sentry-acme is none", adapter, { dependencies: { "@x/sentry-acme": "workspace:^" } }],
  ["@x/sentry-client is none", strategy, { dependencies: { "@x/sentry-client": "workspace:^" } }],
  ["@x/sentry-client is none", core, { dependencies: { "@x/sentry-client": "workspace:^" } }],
  ["axios must have a floor and a ceiling", adapter, { peerDependencies: { axios: "^1.7.0" } }],
  ["axios must be tested", adapter, { devDependencies: {} }],
  ['axios must be "catalog:"', adapter, { devDependencies: { axios: "1.7.0" } }],
  [
    "@x/sentry-core resolves to its source",
    adapter,
    { devDependencies: { "@x/sentry-core": "workspace:^", axios: "catalog:" } },
  ],
])("finds: %s", (problem, one, own) => {
  const found = manifestProblems(changed(one, own));
  expect(found).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  expect(found.every((sentence) => sentence.startsWith(`packages/${one.folder}/package.json: `))).toBe(true);
});

test("finds fields in another order", () => {
  const { name, ...others } = strategy.manifest;
  const problems = manifestProblems([core, { ...strategy, manifest: { ...others, name } }, adapter]);
  expect(problems).toEqual([expect.stringContaining("the order of the fields must be name, version")]);
});
