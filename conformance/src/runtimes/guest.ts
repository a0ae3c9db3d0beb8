import path from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { subjectFiles } from "../subjects.ts";

/** The guest's program for each way to run it, with the clients and every package's subject inside. */
export interface GuestFiles {
  /** Imports the packed packages from `node_modules`. */
  readonly process: string;
  /** One file, with the packed packages inside. */
  readonly page: string;
  readonly worker: string;
}

/** Builds the guest into the folder with the packed packages. */
export async function buildGuest(folder: string): Promise<GuestFiles> {
  const make = async (name: string, options: BuildOptions): Promise<string> => {
    const outfile = path.join(folder, `${name}.mjs`);
    await build({
      bundle: true,
      format: "esm",
      target: "es2023",
      logLevel: "error",
      ...options,
      plugins: [subjects, packedPackages(folder), nodeModules],
      entryPoints: [path.join(import.meta.dirname, "../guest", `${name}.ts`)],
      outfile,
    });
    return outfile;
  };
  const [process, page, worker] = await Promise.all([
    make("process", { platform: "node", banner: { js: requireInModules } }),
    make("page", { platform: "browser" }),
    make("worker", { platform: "browser", conditions: ["workerd", "worker"] }),
  ]);
  return { process, page, worker };
}

/** Lets the CommonJS modules in a bundle load Node's own. */
const requireInModules = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;

/** The module `subjects`: every package's `test/subject.ts`. */
const subjects: Plugin = {
  name: "subjects",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^subjects$/ }, () => ({ path: "subjects", namespace: "subjects" }));
    onLoad({ filter: /^/, namespace: "subjects" }, () => {
      const files = subjectFiles();
      const imports = files.map((file, index) => `import * as s${index} from ${JSON.stringify(file)};`);
      const named = files.map(
        (file, index) => `{ folder: "${path.basename(path.resolve(file, "../.."))}", ...s${index} }`,
      );
      const contents = `${imports.join("\n")}\nexport const modules = [${named}];`;
      return { contents, resolveDir: import.meta.dirname };
    });
  },
};

/** Node's modules, which the test kit imports for its server. Where nothing uses the server, they are left out. */
const nodeModules: Plugin = {
  name: "node-modules",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

/** Resolves our names to the packed packages: inside a bundle, or beside it in `node_modules` for a process. */
function packedPackages(folder: string): Plugin {
  return {
    name: "packed-packages",
    setup: ({ initialOptions, onResolve, resolve }) => {
      onResolve({ filter: /^@x\/sentry-/ }, async ({ path: name, kind, pluginData }) => {
        if (pluginData === folder) return undefined;
        if (initialOptions.platform === "node") return { path: name, external: true };
        return resolve(name, { kind, resolveDir: folder, pluginData: folder });
      });
    },
  };
}
