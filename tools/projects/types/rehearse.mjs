// Compiles users' modules with each supported TypeScript, under each module resolution, libraries included.
import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";

const VERSIONS = ["5.4", "5.9", "6", "7"];
const RESOLUTIONS = [
  // TypeScript 6 is the last one that has node10, and reports that it is deprecated.
  { moduleResolution: "node10", module: "commonjs", extensions: ["ts"], versions: ["5.4", "5.9", "6"] },
  { moduleResolution: "node16", module: "node16", extensions: ["ts", "mts"] },
  { moduleResolution: "nodenext", module: "nodenext", extensions: ["ts", "mts"] },
  { moduleResolution: "bundler", module: "esnext", extensions: ["ts"] },
];
const browser = { lib: ["es2023", "dom", "dom.iterable"], types: [] };
const node = { lib: ["es2023"], types: ["node"] };
const neither = { lib: ["es2023"], types: [] };

/** Names every export of every package, and refuses one whose type is `any`. */
const names = process.env.SENTRY_PACKAGES.split(",");
const everyExport = names.flatMap((name, index) => [
  `import * as p${index} from "${name}";`,
  `export const k${index}: { readonly [K in keyof typeof p${index}]: Known<(typeof p${index})[K]> } = p${index};`,
]);
writeFileSync("every-export.ts", `type Known<T> = 0 extends 1 & T ? never : T;\n${everyExport.join("\n")}\n`);
// Without "type" in package.json, a .ts is CommonJS and an .mts is not.
const programs = ["every-export", "everything", "platform", "clients"];
for (const program of programs) copyFileSync(`${program}.ts`, `${program}.mts`);

let failed = false;
function compile(version, { versions, extensions, ...resolution }, platform, programs, skipLibCheck = false) {
  if (versions !== undefined && !versions.includes(version)) return;
  const ignoreDeprecations = version === "6" && resolution.moduleResolution === "node10" ? "6.0" : undefined;
  const compilerOptions = {
    ...resolution,
    ...platform,
    ignoreDeprecations,
    target: "es2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck,
  };
  const files = programs.flatMap((program) => extensions.map((extension) => `${program}.${extension}`));
  writeFileSync("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  const { status, stdout } = spawnSync(process.execPath, [`node_modules/typescript-${version}/bin/tsc`], {
    encoding: "utf8",
  });
  if (status === 0) return;
  failed = true;
  console.error(
    `TypeScript ${version}, ${resolution.moduleResolution}, ${programs.join()} ${JSON.stringify(platform)}`,
  );
  console.error(stdout);
}

for (const version of VERSIONS) {
  for (const resolution of RESOLUTIONS) {
    compile(version, resolution, browser, ["every-export", "everything", "platform"]);
    // Not the clients' own types, and not from CommonJS: ky is an ES module.
    if (resolution.module === "commonjs") continue;
    const extensions = resolution.extensions.slice(-1);
    compile(version, { ...resolution, extensions }, { ...browser, types: ["node"] }, ["clients"], true);
  }
  const [, , nodenext] = RESOLUTIONS;
  compile(version, nodenext, node, ["every-export", "everything", "platform"]);
  compile(version, nodenext, neither, ["every-export", "everything"]);
}
if (failed) process.exitCode = 1;
