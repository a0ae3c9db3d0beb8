import { Readable } from "node:stream";
import FormDataStream from "form-data";
import { describe, expect, test } from "vitest";
import { drain } from "../src/body.ts";
import { isReplayable } from "../src/index.ts";

describe("a body can be sent again", () => {
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a string", "text"],
    ["an empty string", ""],
    ["bytes", new Uint8Array(1)],
    ["a Buffer", Buffer.from("x")],
    ["a DataView", new DataView(new ArrayBuffer(1))],
    ["an ArrayBuffer", new ArrayBuffer(1)],
    ["a Blob", new Blob(["x"])],
    ["a File", new File(["x"], "x")],
    ["FormData", new FormData()],
    ["URLSearchParams", new URLSearchParams()],
    // Clients make text of these.
    ["an array", ["x"]],
    ["an object", {}],
  ])("%s", (_, body) => expect(isReplayable(body)).toBe(true));

  test.each<[string, unknown]>([
    ["a web stream", new Blob(["x"]).stream()],
    ["a Node stream", Readable.from(["x"])],
    ["the npm package form-data", new FormDataStream()],
    ["an async generator", (async function* () {})()],
    ["a generator", (function* () {})()],
    ["an iterator", ["x"].values()],
    ["an async iterable", { async *[Symbol.asyncIterator]() {} }],
  ])("but not %s", (_, body) => expect(isReplayable(body)).toBe(false));
});

describe("an answer is drained", () => {
  /** A stream of 64 KiB chunks. */
  const chunks = (count: number) => {
    let read = 0;
    let ended = false;
    const stream = new ReadableStream({
      pull: (controller) => {
        read += 1;
        if (read > count) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
      cancel: () => {
        ended = true;
      },
    });
    return { stream, read: () => read, ended: () => ended };
  };

  test("to its end", async () => {
    const { stream, read, ended } = chunks(4);
    await drain(stream);
    expect([read(), ended()]).toEqual([5, false]);
  });

  test("up to a limit, where it is ended", async () => {
    const { stream, read, ended } = chunks(1_000);
    await drain(stream);
    expect(ended()).toBe(true);
    expect(read()).toBeLessThan(12);
  });

  test("without an error, whatever it is", async () => {
    const failing = new ReadableStream({ pull: () => Promise.reject(new Error("reset")) });
    for (const body of [undefined, null, "text", { detail: "Invalid token" }, failing, Readable.from(["x"])]) {
      await expect(drain(body)).resolves.toBeUndefined();
    }
  });
});
