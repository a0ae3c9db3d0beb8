import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

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

/** The source files that a program's bundle is made of, the largest first, and how many of its minified bytes are theirs. */
export async function bundleParts(program: string): Promise<readonly (readonly [file: string, minified: number])[]> {
  const { inputs } = await bundle(program, []);
  return Object.entries(inputs)
    .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
    .filter(([, minified]) => minified > 0)
    .toSorted(([, one], [, other]) => other - one);
}

async function bundle(program: string, external: readonly string[]) {
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
    logLevel: "error",
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  if (file === undefined || output === undefined) throw new Error("esbuild gave no output");
  return { code: file.contents, inputs: output.inputs };
}
