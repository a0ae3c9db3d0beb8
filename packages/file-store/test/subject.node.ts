import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileStore } from "@x/sentry-file-store";
import type { StoreSubject } from "@x/sentry-testing";

const files: StoreSubject = {
  name: "fileStore",
  open: async () => {
    const parent = await mkdtemp(path.join(tmpdir(), "file-store-"));
    const directory = path.join(parent, "credentials");
    return {
      connect: () => fileStore(directory),
      abandonLock: async (key) => {
        const holder = spawn(process.execPath, [path.join(import.meta.dirname, "hold-lock.ts"), directory, key], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
        holder.kill("SIGKILL");
        await once(holder, "close");
      },
      close: () => rm(parent, { recursive: true, force: true }),
    };
  },
};

export const stores: readonly StoreSubject[] = [files];
