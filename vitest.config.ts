import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// One configuration for every package: each package's `test` script runs it from its own folder.
// Siblings resolve to their source, so that no stale build can make a test pass, and by pattern, so
// that a new package edits no list.
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@x\/sentry-([^/]+)$/,
        replacement: fileURLToPath(new URL("packages/$1/src/index.ts", import.meta.url)),
      },
      {
        find: /^@x\/sentry-([^/]+)\/([^/.]+)$/,
        replacement: fileURLToPath(new URL("packages/$1/src/$2.ts", import.meta.url)),
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // More than there are cores: many tests wait for the flow's brake of a second.
    maxWorkers: availableParallelism() + 1,
    // A limit is for a test that hangs, not for a slow machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
