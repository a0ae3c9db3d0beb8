// Loaded ahead of a documented program (node --import): our packages are their source, so that no stale build makes it pass.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => {
    const [, folder] = /^@x\/sentry-([^/]+)$/.exec(specifier) ?? [];
    return next(
      folder === undefined ? specifier : new URL(`../../packages/${folder}/src/index.ts`, import.meta.url).href,
      context,
    );
  },
});
