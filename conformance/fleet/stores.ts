import { fileStore } from "@x/sentry-file-store";
import { redisStore } from "@x/sentry-redis-store";
import { type CredentialStore, memoryStore } from "@x/sentry-store";
import { createClient } from "redis";

/** A store, as a process can be told of it. */
export type StoreSpec =
  | { readonly kind: "redis"; readonly port: number }
  | { readonly kind: "file"; readonly directory: string }
  /** Each process on its own: what the other stores prevent. */
  | { readonly kind: "memory" };

/** Opens the store. `close` lets the process end. */
export async function openStore(spec: StoreSpec): Promise<{ readonly store: CredentialStore; close(): void }> {
  if (spec.kind === "memory") return { store: memoryStore(), close: () => {} };
  if (spec.kind === "file") return { store: fileStore(spec.directory), close: () => {} };
  const client = createClient({ url: `redis://127.0.0.1:${spec.port}`, socket: { reconnectStrategy: 100 } });
  // Commands report the lost connection.
  client.on("error", () => {});
  await client.connect();
  return { store: redisStore({ command: (args) => client.sendCommand(args) }), close: () => client.destroy() };
}
