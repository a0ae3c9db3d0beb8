import { expect, test } from "vitest";
import { type AuthStrategy, assertStrategy, defineStrategy, readOptions } from "../src/index.ts";

interface Options {
  readonly token: string;
  readonly origin?: string;
}
const read = (options: unknown) =>
  readOptions("acmeAuth({ token, origin? })", options as Options, ["token"], ["origin"]);

/** Sets a property of `Object.prototype` for as long as `act` takes. */
function polluted<T>(name: string, value: unknown, act: () => T): T {
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  try {
    return act();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

test("reads own and inherited options, each once", () => {
  class Config {
    get token() {
      return "1a2b3c";
    }
  }
  expect(read(new Config())).toEqual({ token: "1a2b3c", origin: undefined });
  expect(read({ token: undefined })).toEqual({ token: undefined, origin: undefined });
  expect(read(Object.assign(Object.create(null), { token: "1a2b3c" }))).toEqual({ token: "1a2b3c" });
});

test.each([undefined, null, "1a2b3c", 42, () => "1a2b3c"])("refuses %s and shows the right call", (options) => {
  expect(() => read(options)).toThrow(new TypeError("expected one object: acmeAuth({ token, origin? })"));
});

test("refuses an object without a required option", () => {
  expect(() => read({ authToken: "1a2b3c" })).toThrow(
    new TypeError("the option token is missing: acmeAuth({ token, origin? })"),
  );
});

test("reads nothing that a polluted prototype adds", () => {
  expect(polluted("origin", "https://evil.example", () => read({ token: "1a2b3c" })).origin).toBeUndefined();
  expect(() => polluted("token", "1a2b3c", () => read({}))).toThrow(/token is missing/);
});

test("a polluted prototype widens no strategy", () => {
  const strategy = (secret = "1a2b3c"): AuthStrategy =>
    defineStrategy({ name: "acme", scheme: "Bearer", secret, read: (token) => ({ credentials: token }) });
  for (const name of ["origin", "origins", "url", "region_url", "href"]) {
    expect(polluted(name, ["https://evil.example"], strategy).origins).toEqual([
      "https://sentry.io",
      "https://*.sentry.io",
    ]);
    expect(polluted(name, "https://evil.example", strategy).origins).toEqual([
      "https://sentry.io",
      "https://*.sentry.io",
    ]);
  }
});

test("an adapter's options are checked", () => {
  const strategy = defineStrategy({ name: "acme", secret: "1a2b3c", read: (token) => ({ credentials: token }) });
  expect(() => assertStrategy(strategy, { origin: "https://sentry.acme.com" } as never)).toThrow(
    /origin is an option of the strategy/,
  );
  expect(() => assertStrategy(strategy, { onUntrustedOrigin: "ignore" } as never)).toThrow(/onUntrustedOrigin must be/);
  expect(() => assertStrategy(strategy, "omit" as never)).toThrow(/options must be an object/);
  expect(() => assertStrategy(42 as never)).toThrow(/strategy must be/);
  expect(() => polluted("origin", "https://evil.example", () => assertStrategy(strategy, {}))).not.toThrow();
  for (const options of [undefined, {}]) {
    expect(polluted("onUntrustedOrigin", "omit", () => Object.values(assertStrategy(strategy, options)))).toEqual([
      undefined,
    ]);
  }
  expect(assertStrategy(strategy, { onUntrustedOrigin: "omit" })).toEqual({ onUntrustedOrigin: "omit" });
});

test("refuses an object without any prototype that lacks a required option", () => {
  expect(() => read(Object.create(null))).toThrow(/token is missing/);
});

test("returns the named options alone", () => {
  expect(readOptions("acmeAuth({ token })", { token: "1a2b3c", other: 1 }, ["token"])).toStrictEqual({
    token: "1a2b3c",
  });
});
