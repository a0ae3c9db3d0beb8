import { expect, test } from "vitest";
import { isInUse, whileInUse } from "../src/in-use.ts";

const failure = (code: string): Error => Object.assign(new Error("the call failed"), { code });

/** A call that fails `times` times, and counts. */
function call(code: string, times: number) {
  let count = 0;
  return {
    count: () => count,
    run: async () => {
      count += 1;
      if (count <= times) throw failure(code);
      return "done";
    },
  };
}

test.each(["EPERM", "EACCES", "EBUSY"])("repeats a call that fails with %s on Windows", async (code) => {
  const scanned = call(code, 2);
  await expect(whileInUse(scanned.run, "win32")).resolves.toBe("done");
  expect(scanned.count()).toBe(3);
});

test("passes on the error of a call that fails for longer", async () => {
  const refused = call("EPERM", Number.POSITIVE_INFINITY);
  await expect(whileInUse(refused.run, "win32")).rejects.toMatchObject({ code: "EPERM" });
  expect(refused.count()).toBe(7);
});

test("repeats no other failure, and none elsewhere", async () => {
  for (const [code, platform] of [
    ["ENOENT", "win32"],
    ["ENOSPC", "win32"],
    ["EPERM", "linux"],
    ["EACCES", "darwin"],
  ] as const) {
    const failing = call(code, 1);
    await expect(whileInUse(failing.run, platform)).rejects.toMatchObject({ code });
    expect(failing.count()).toBe(1);
    expect(isInUse(failure(code), platform)).toBe(false);
  }
});
