import { expect, test } from "vitest";
import { readInstance } from "../src/index.ts";

test.each([
  [undefined, "https://sentry.io"],
  ["https://sentry.io/", "https://sentry.io"],
  ["https://Sentry.acme.com:443", "https://sentry.acme.com"],
  ["http://10.0.0.5:9000", "http://10.0.0.5:9000"],
  [new URL("https://sentry.acme.com"), "https://sentry.acme.com"],
])("%s is %s", (given, origin) => {
  expect(readInstance(given, "acmeAuth")).toBe(origin);
});

test.each([
  "",
  "sentry.acme.com",
  "https://user:hunter2@sentry.acme.com",
  "https://sentry.acme.com/sentry",
  "https://*.acme.com",
  "ftp://sentry.acme.com",
  "https://us.sentry.io",
])("%s is refused, and not printed", (given) => {
  expect(() => readInstance(given, "acmeAuth")).toThrow(TypeError);
  expect(() => readInstance(given, "acmeAuth")).toThrow(/^acmeAuth: (?!.*hunter2)/);
});

test("a polluted prototype leads nowhere else", () => {
  Object.defineProperty(Object.prototype, "href", {
    value: "https://evil.example",
    configurable: true,
    writable: true,
  });
  try {
    expect(readInstance("https://sentry.acme.com", "acmeAuth")).toBe("https://sentry.acme.com");
    expect(readInstance(undefined, "acmeAuth")).toBe("https://sentry.io");
  } finally {
    Reflect.deleteProperty(Object.prototype, "href");
  }
});
