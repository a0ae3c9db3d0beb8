import { memoryStore } from "@x/sentry-store";
import type { StoreSubject } from "@x/sentry-testing";

const memory: StoreSubject = {
  name: "memoryStore",
  open: async () => {
    const store = memoryStore();
    return { connect: () => store, close: async () => {} };
  },
  lacks: { "abandoned-lock": "the lock dies with its process" },
};

export const stores: readonly StoreSubject[] = [memory];
