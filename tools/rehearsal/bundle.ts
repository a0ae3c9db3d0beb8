import path from "node:path";
import { build } from "esbuild";
import { dependenciesOf, type Package } from "../workspace.ts";

/** Bundles a few of the packages of a project that has all of them, and refuses code of our other packages. */
export async function checkBundle(project: string, used: readonly Package[], all: readonly Package[]): Promise<void> {
  const allowed = new Set(used);
  for (const one of allowed) for (const dependency of dependenciesOf(one, all)) allowed.add(dependency);
  const { metafile } = await build({
    stdin: {
      contents: used.map(({ manifest }) => `export * from "${manifest.name}";`).join("\n"),
      resolveDir: project,
    },
    absWorkingDir: project,
    bundle: true,
    format: "esm",
    platform: "node",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const foreign = Object.keys(metafile.inputs).filter((input) => {
    const [, name] = /node_modules\/(@x\/[^/]+)\//.exec(input) ?? [];
    return name !== undefined && ![...allowed].some(({ manifest }) => manifest.name === name);
  });
  if (foreign.length > 0) {
    throw new Error(
      `${used.map(({ manifest }) => manifest.name).join(" with ")} brings ${foreign.map((file) => path.relative("node_modules", file)).join(", ")}`,
    );
  }
}
