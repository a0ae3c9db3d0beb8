import { expect, test } from "vitest";
import { credentialKey } from "../src/index.ts";

test("different parts never make the same key", () => {
  const parts = { kind: "oauth", instance: "https://sentry.io", clientId: "a:b", account: "c" };
  expect(credentialKey(parts)).toBe("oauth:https%3A%2F%2Fsentry.io:a%3Ab:c");
  expect(credentialKey({ ...parts, clientId: "a", account: "b:c" })).not.toBe(credentialKey(parts));
});
