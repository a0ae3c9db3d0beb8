import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readBodyText } from "../src/index.ts";
import { drain, rejectionOf } from "../src/rejection.ts";

const url = "https://sentry.io/api/0/";

describe("a rejection", () => {
  test("has the text of the response, which stays readable", async () => {
    const response = new Response('{"detail":"Invalid token"}', { status: 401, headers: { "X-Mine": "a" } });
    const rejection = rejectionOf(response, url);
    expect([rejection.status, rejection.url, rejection.header("x-mine"), rejection.header("x-other")]).toEqual([
      401,
      url,
      "a",
      undefined,
    ]);
    expect([await rejection.text(), await rejection.text()]).toEqual([
      await response.text(),
      '{"detail":"Invalid token"}',
    ]);
  });

  test("clones a response once, for each of several wrappers of one client", async () => {
    const response = new Response("Invalid token", { status: 401 });
    const clone = vi.spyOn(response, "clone");
    const texts = [await rejectionOf(response, url).text(), await rejectionOf(response, url).text()];
    expect([...texts, await response.text()]).toEqual(["Invalid token", "Invalid token", "Invalid token"]);
    expect(clone).toHaveBeenCalledOnce();
  });

  test("has at most 32 KiB of it", async () => {
    const response = new Response("x".repeat(100_000), { status: 401 });
    expect(await rejectionOf(response, url).text()).toHaveLength(32 * 1024);
    expect(await response.text()).toHaveLength(100_000);
  });

  test("has the beginning of a body that does not end, which the caller can still read", async () => {
    const response = new Response(
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("begin")) }),
      { status: 401 },
    );
    expect(await rejectionOf(response, url).text()).toBe("begin");
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe("begin");
  });

  test("has an empty text for an empty body", async () => {
    expect(await rejectionOf(new Response(null, { status: 401 }), url).text()).toBe("");
  });

  test("has no text where the body cannot be read", async () => {
    const used = new Response("x", { status: 401 });
    await used.text();
    const failing = new Response(new ReadableStream({ pull: () => Promise.reject(new Error("reset")) }));
    for (const response of [used, failing, { status: 401 }, { status: 401, clone: () => ({ status: 401, body: 5 }) }]) {
      expect(await rejectionOf(response, url).text()).toBeUndefined();
    }
  });
});

test("readBodyText reads Node streams, of text and of bytes", async () => {
  expect(await readBodyText(Readable.from([Buffer.from("ab"), Buffer.from("c")]))).toBe("abc");
  expect(await readBodyText(Readable.from(["ab", "c"]))).toBe("abc");
});

test("readBodyText destroys a Node stream that does not end", async () => {
  const stream = new Readable({ read: () => {} });
  stream.push("begin");
  expect(await readBodyText(stream)).toBe("begin");
  expect(stream.destroyed).toBe(true);
});

describe("a body is drained", () => {
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

  test("up to a limit, where it is canceled", async () => {
    const { stream, read, ended } = chunks(1_000);
    await drain(stream);
    expect(ended()).toBe(true);
    expect(read()).toBeLessThan(12);
  });

  test("without an error, for any value", async () => {
    const failing = new ReadableStream({ pull: () => Promise.reject(new Error("reset")) });
    for (const body of [undefined, null, "text", { detail: "Invalid token" }, failing, Readable.from(["x"])]) {
      await expect(drain(body)).resolves.toBeUndefined();
    }
  });
});

test("a source of empty chunks does not stop the program", async () => {
  const endless = { [Symbol.asyncIterator]: () => ({ next: async () => ({ value: "" }) }) };
  expect(await readBodyText(endless)).toBe("");
});

test("a response without readable headers has none for the flow", () => {
  expect(rejectionOf({ status: 401, headers: {} }, url).header("x-mine")).toBeUndefined();
  expect(rejectionOf({ status: 401 }, url).header("x-mine")).toBeUndefined();
});

test("a character may arrive in two chunks", async () => {
  const [first = 0, second = 0] = new TextEncoder().encode("é");
  expect(await readBodyText(Readable.from([Uint8Array.of(first), Uint8Array.of(second)]))).toBe("é");
});

describe("the wait for a body", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A stream that never ends, with a chunk every 100 ms. */
  const trickling = (cancel: () => void) => {
    let timer: ReturnType<typeof setInterval> | undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 100);
      },
      cancel: () => {
        clearInterval(timer);
        cancel();
      },
    });
  };

  test.each([
    ["read", readBodyText],
    ["drained", drain],
  ])("ends after half a second while it is %s, and cancels the stream", async (_, consume) => {
    const silent = (cancel: () => void) => new ReadableStream<Uint8Array>({ cancel });
    for (const create of [silent, trickling]) {
      const cancel = vi.fn();
      const done = vi.fn();
      const consumed = consume(create(cancel)).then(done);
      await vi.advanceTimersByTimeAsync(499);
      expect([done, cancel].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
      await vi.advanceTimersByTimeAsync(1);
      await consumed;
      expect(cancel).toHaveBeenCalledOnce();
    }
  });

  test("ends with the limit of its bytes", async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(32 * 1024)) });
    expect(await readBodyText(body)).toHaveLength(32 * 1024);
  });

  test("leaves no timer", async () => {
    await readBodyText(new Blob(["x"]).stream());
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ["its last value is not the body's", { done: true, value: "x" }],
    ["a chunk is missing", { value: undefined }],
  ])("ends if %s", async (_, next) => {
    expect(await readBodyText({ [Symbol.asyncIterator]: () => ({ next: async () => next }) })).toBe("");
  });
});
