import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { committedFiles } from "../check-text.ts";
import { packingReport } from "../pack-release.ts";
import { type Package, readPackages, repository } from "../workspace.ts";

const files = committedFiles(repository);

function read(file: string): string {
  return readFileSync(path.join(repository, file), "utf8");
}

function scriptsOf(folder: string): string[] {
  return Object.keys(JSON.parse(read(path.join(folder, "package.json"))).scripts ?? {});
}

test("every command of the documents and workflows is a script of the repository", () => {
  const commands = files
    .filter((file) => /^(?:[A-Z]+|docs\/.*|examples\/.*|\.github\/.*|\.ci\/.*)(?:\.md|\.yml|run)$/.test(file))
    .flatMap((file) =>
      Array.from(
        read(file).matchAll(/npx (?:--yes )?pnpm@[\d.]+ (?:--filter @x\/(\S+) )?([\w:-]+)/g),
        ([, filter, name = ""]) => ({
          file,
          folder: filter?.startsWith("sentry-") ? `packages/${filter.slice("sentry-".length)}` : (filter ?? ""),
          name,
        }),
      ),
    );
  expect(commands.length).toBeGreaterThan(15);
  const unknown = commands.filter(({ folder, name }) => ![...scriptsOf(folder), "exec", "install"].includes(name));
  expect(unknown).toEqual([]);
});

test("every path that CONTRIBUTING names exists", () => {
  const text = read("CONTRIBUTING.md");
  const [, tree = ""] = /```\n(packages\/.*?)```/s.exec(text) ?? [];
  let folder = "";
  const drawn = tree
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [names = ""] = line.trim().split(/ {3,}/);
      if (line.startsWith(" ")) return names.split(/ +/).map((name) => path.join(folder, name));
      folder = names;
      return [names];
    });
  expect(drawn.length).toBeGreaterThan(20);
  const folders = /^(?:packages|docs|tools|bench|conformance|examples)\/[^<]*$/;
  const named = Array.from(text.matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code).filter(
    (code) => folders.test(code) || /^[\w.-]+\.(?:json|ts|md)$/.test(code),
  );
  expect(named.length).toBeGreaterThan(3);
  expect([...drawn, ...named].filter((one) => globSync(one, { cwd: repository }).length === 0)).toEqual([]);
});

test("no script sets a variable in the way of one shell", () => {
  const manifests = files.filter((file) => path.basename(file) === "package.json");
  for (const file of manifests) {
    const scripts: Record<string, string> = JSON.parse(read(file)).scripts ?? {};
    expect(Object.values(scripts).filter((script) => /(?:^|[&|;] *)\w+=/.test(script))).toEqual([]);
  }
});

test("pack-release says of each package why it was not packed", () => {
  const [one, ...others] = readPackages(repository);
  if (one === undefined) throw new Error("there are no packages");
  const withVersion = (version: string): Package => ({ ...one, manifest: { ...one.manifest, version } });
  const fresh = [
    withVersion("0.0.0"),
    ...others.map((other) => ({ ...other, manifest: { ...other.manifest, version: "0.0.0" } })),
  ];
  expect(packingReport(fresh, [])).toMatch(
    /^not packed, since the version is 0\.0\.0: @x\/sentry-core, .*\nnpx pnpm@12 exec/,
  );
  expect(packingReport([withVersion("0.1.0")], [withVersion("0.1.0")])).toBe("packed @x/sentry-core 0.1.0");
  expect(packingReport([withVersion("0.1.0")], [])).toBe(
    "not packed, since the registry has this version: @x/sentry-core",
  );
});
