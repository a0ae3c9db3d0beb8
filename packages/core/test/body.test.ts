import { Readable } from "node:stream";
import FormDataStream from "form-data";
import { describe, expect, test } from "vitest";
import { isReplayable } from "../src/index.ts";

describe("can be sent again", () => {
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
  ])("%s", (_, body) => expect(isReplayable(body)).toBe(true));

  test.each<[string, unknown]>([
    ["a web stream", new Blob(["x"]).stream()],
    ["a Node stream", Readable.from(["x"])],
    ["the npm package form-data", new FormDataStream()],
    ["an async generator", (async function* () {})()],
    ["a generator", (function* () {})()],
    ["an iterator", ["x"].values()],
    ["an async iterable", { async *[Symbol.asyncIterator]() {} }],
    ["a callable async iterable", Object.assign(() => {}, { async *[Symbol.asyncIterator]() {} })],
    ["a function", () => {}],
    ["a stream that calls itself a Blob", Object.assign(Readable.from(["x"]), { [Symbol.toStringTag]: "Blob" })],
    ["a stream of another class", { getReader() {}, [Symbol.toStringTag]: "Blob" }],
    ["an iterator of another class", { next() {}, [Symbol.toStringTag]: "Blob" }],
    ["an object whose tag begins as a Blob's", { [Symbol.toStringTag]: "Blob] " }],
    ["an object whose tag ends as a Blob's", { [Symbol.toStringTag]: "[object Blob" }],
    ["an unknown object, which may convert to another text each time", {}],
  ])("but not %s", (_, body) => expect(isReplayable(body)).toBe(false));
});
