// Loaded ahead of a documented program (node --import): our packages are their source, so that no stale build makes it pass.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => {
    const [, folder, entry = "index"] = /^@x\/sentry-([^/]+)(?:\/([^/.]+))?$/.exec(specifier) ?? [];
    return next(
      folder === undefined ? specifier : new URL(`../../packages/${folder}/src/${entry}.ts`, import.meta.url).href,
      context,
    );
  },
});
