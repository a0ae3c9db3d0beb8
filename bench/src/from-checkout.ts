// Loads the packages that the parts measure from the checkout that BENCH_CHECKOUT names: `node --import`. What the parts
// use besides, such as the strategies of the packages' subjects, stays this checkout's.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const parts = new URL("./", import.meta.url).href;
const checkout = pathToFileURL(`${process.env["BENCH_CHECKOUT"]}/`);

registerHooks({
  resolve(specifier, context, next) {
    const folder = context.parentURL?.startsWith(parts) && /^@x\/sentry-([^/]+)$/.exec(specifier)?.[1];
    // A package resolves its own name by its own exports.
    const parentURL = folder ? new URL(`packages/${folder}/package.json`, checkout).href : context.parentURL;
    return next(specifier, { ...context, parentURL });
  },
});
