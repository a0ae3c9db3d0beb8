import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

/** What a bundle weighs, in bytes. */
export interface Size {
  readonly minified: number;
  /** Minified, and compressed the way that a static file is served. */
  readonly brotli: number;
}

/** Bundles what a program imports, but for the packages in `external` and the platform's own modules, and weighs it. */
export async function bundleSize(program: string, external: readonly string[] = []): Promise<Size> {
  const { code } = await bundle(program, external);
  return { minified: code.byteLength, brotli: brotliCompressSync(code).byteLength };
}

/** One source file of a bundle. */
export interface Part {
  readonly file: string;
  readonly minified: number;
  /** How much less the bundle weighs without the file's code. */
  readonly brotli: number;
}

/** The source files that a program's bundle is made of, the largest first. */
export async function bundleParts(program: string): Promise<readonly Part[]> {
  const whole = await bundleSize(program);
  const { inputs } = await bundle(program, []);
  const files = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const parts = files.map(async ([file, { bytesInOutput }]) => {
    const { code } = await bundle(program, [], path.resolve(file));
    return { file, minified: bytesInOutput, brotli: whole.brotli - brotliCompressSync(code).byteLength };
  });
  return (await Promise.all(parts)).toSorted((one, other) => other.minified - one.minified);
}

/** Replaces a source file by one that exports the same names and contains no code. */
function emptied(file: string): Plugin {
  return {
    name: "emptied",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, (loaded) => {
        if (loaded.path !== file) return undefined;
        const names = readFileSync(file, "utf8").matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm);
        return { contents: `export let ${Array.from(names, ([, name]) => name).join(", ")};`, loader: "ts" };
      });
    },
  };
}

async function bundle(program: string, external: readonly string[], without?: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    // The workspace's packages resolve to their source by the pattern there, so that no stale build is weighed.
    tsconfig: `${import.meta.dirname}/../../tsconfig.json`,
    external: [...external],
    plugins: without === undefined ? [] : [emptied(without)],
    logLevel: "error",
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  if (file === undefined || output === undefined) throw new Error("esbuild gave no output");
  return { code: file.contents, inputs: output.inputs };
}
