import { globSync } from "node:fs";
import path from "node:path";
import type { DemoClient, DemoRefusal, DemoStrategies } from "./contract.ts";

/** The files of `strategies/` and `clients/` are the list: a new one is in the table without being named anywhere. */
export async function findStrategies(): Promise<readonly DemoStrategies[]> {
  const files = await load<{ readonly examples: DemoStrategies }>("strategies");
  return files.map(([, { examples }]) => examples);
}

export async function findClients(): Promise<
  readonly (readonly [name: string, send: DemoClient, refuse: DemoRefusal])[]
> {
  const files = await load<{ readonly send: DemoClient; readonly refuse: DemoRefusal }>("clients");
  return files.map(([name, { send, refuse }]) => [name, send, refuse]);
}

async function load<File>(folder: string): Promise<readonly (readonly [name: string, file: File])[]> {
  const names = globSync("*.ts", { cwd: path.join(import.meta.dirname, folder) }).sort();
  return Promise.all(
    names.map(async (name) => [path.basename(name, ".ts"), (await import(`./${folder}/${name}`)) as File] as const),
  );
}
