import type { StoreSubject } from "@x/sentry-testing";
import { memoryStore } from "../src/index.ts";

export const subject: StoreSubject = {
  name: "memoryStore",
  open: async () => {
    const store = memoryStore();
    return { connect: () => store, close: async () => {} };
  },
  lacks: { "abandoned-lock": "the lock dies with its process" },
};
