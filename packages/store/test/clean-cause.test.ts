import { inspect } from "node:util";
import { expect, test } from "vitest";
import { cleanCause } from "../src/index.ts";

test("keeps name, code and message, without the secrets", () => {
  const error = Object.assign(new TypeError("SET key 1a2b3c%2F and 1a2b3c/"), { code: "EFAIL", args: ["1a2b3c/"] });
  const cleaned = cleanCause(error, ["1a2b3c/", undefined]);
  expect(cleaned).toMatchObject({ name: "TypeError", code: "EFAIL", message: "SET key [redacted] and [redacted]" });
  expect(inspect(cleaned, { showHidden: true })).not.toContain("1a2b3c");
});

test("replaces what looks like a token of Sentry's or a JWT, in causes and errors too", () => {
  const token = "0123456789abcdef".repeat(4);
  const error = new AggregateError([new Error(token)], `sntryu_${token}`, {
    cause: new Error("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln"),
  });
  const printed = inspect(cleanCause(error), { depth: 20, showHidden: true });
  expect(printed).not.toContain(token);
  expect(printed).not.toContain("eyJ");
});

test("takes anything that can be thrown, and errors that contain themselves", () => {
  expect(cleanCause("1a2b3c failed", ["1a2b3c"]).message).toBe("[redacted] failed");
  expect(cleanCause(undefined).message).toBe("undefined");
  const circular = new Error("a");
  circular.cause = circular;
  expect(cleanCause(circular).message).toBe("a");
  expect(cleanCause(new Error("a"), ["\ud800"]).message).toBe("a");
});
