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
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "esnext",
    // The workspace's packages resolve to their source by the pattern there, so that no stale build is weighed.
    tsconfig: `${import.meta.dirname}/../../tsconfig.json`,
    external: [...external],
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild gave no output");
  return { minified: output.contents.byteLength, brotli: brotliCompressSync(output.contents).byteLength };
}
