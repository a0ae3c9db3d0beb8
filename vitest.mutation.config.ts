import { defineConfig } from "vitest/config";

// For stryker alone, which runs from the root: the tests of the modules that decide where a secret goes. The other
// tests of core, such as `classifyToken`, would only be run for nothing with each mutant.
export default defineConfig({
  test: {
    include: [
      "packages/core/test/{origin,check-secret,authenticate,secret-source,define-strategy,authorization,options,refusal,rejection,body}.test.ts",
    ],
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
  },
});
