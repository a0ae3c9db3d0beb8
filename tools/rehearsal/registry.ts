import { mkdirSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { runServer } from "verdaccio";
import { run } from "../pnpm.ts";

/** A local registry on the loopback interface: it serves our packages, and all others from npm's. */
export interface Registry extends AsyncDisposable {
  readonly url: string;
  /** The environment in which npm publishes to it and installs from it. */
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a registry on a free port of 127.0.0.1 that keeps what it has in `folder`. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  // The registry that this machine is configured for.
  const upstream = (await run("npm", ["config", "get", "registry"], { cwd: folder })).trim();
  const everybody = { access: "$all", publish: "$all", unpublish: "$all" };
  const configuration: object = {
    configPath: path.join(folder, "config.yaml"),
    self_path: path.join(folder, "config.yaml"),
    storage: path.join(folder, "storage"),
    uplinks: { npm: { url: upstream, maxage: "1h", timeout: "60s" } },
    packages: { "@x/*": everybody, "**": { ...everybody, proxy: "npm" } },
    log: { type: "stdout", format: "pretty", level: "fatal" },
    max_body_size: "50mb",
  };
  // Its types ask for every field; those that are not here have a default.
  const server: Server = await runServer(configuration as Parameters<typeof runServer>[0]);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const userconfig = path.join(folder, "npmrc");
  writeFileSync(userconfig, `registry=${url}\n${url.replace("http:", "")}:_authToken=rehearsal\n`);
  return {
    url,
    env: {
      ...withoutConfiguration(process.env),
      npm_config_userconfig: userconfig,
      npm_config_cache: path.join(folder, "npm-cache"),
      npm_config_registry: url,
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The user's own npm configuration must not decide the outcome. */
function withoutConfiguration(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:npm|pnpm|yarn)_config_/i.test(name)));
}
