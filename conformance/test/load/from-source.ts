// Resolves the packages to their sources in a process of its own, as vitest does for the tests: a stale build can make
// no load test pass.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => {
    const [, name] = /^@x\/sentry-([^/]+)$/.exec(specifier) ?? [];
    return next(
      name === undefined ? specifier : new URL(`../../../packages/${name}/src/index.ts`, import.meta.url).href,
      context,
    );
  },
});
