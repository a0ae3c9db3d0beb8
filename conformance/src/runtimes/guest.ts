import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

/** The guest's program for each way to run it. */
export interface GuestFiles {
  /** Imports the packed packages from `node_modules`. */
  readonly process: string;
  /** One file, with the packed packages inside. */
  readonly page: string;
  readonly worker: string;
}

/** Builds the guest inside the folder with the packed packages, so that it finds no others. */
export async function buildGuest(folder: string): Promise<GuestFiles> {
  const source = join(folder, "src");
  await cp(fileURLToPath(new URL("../guest", import.meta.url)), join(source, "guest"), { recursive: true });
  const make = async (name: string, options: BuildOptions): Promise<string> => {
    const outfile = join(folder, `${name}.mjs`);
    const entryPoints = [join(source, "guest", `${name}.ts`)];
    // The main module exports the server, too. Nothing here uses it, and what nobody uses is left out of the bundle.
    const external = ["node:*"];
    await build({
      bundle: true,
      format: "esm",
      target: "es2023",
      logLevel: "error",
      external,
      ...options,
      entryPoints,
      outfile,
    });
    return outfile;
  };
  const [process, page, worker] = await Promise.all([
    make("process", { packages: "external" }),
    make("page", { platform: "browser" }),
    make("worker", { platform: "browser", conditions: ["workerd", "worker"] }),
  ]);
  return { process, page, worker };
}
