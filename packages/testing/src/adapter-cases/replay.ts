import { sentRequests, withServers } from "../cases/case-server.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual } from "../cases/expectations.ts";
import { headerValue } from "../cases/header-value.ts";
import type { AdapterCapability, AdapterSubject, CaseInit } from "./adapter-subject.ts";
import { rotatedClient } from "./rotated-client.ts";

const TEXT = "said twice, ü included";

function bytes(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(TEXT));
}

/** Every kind of body that can be sent again, each with what arrives of it. */
const bodies: readonly (readonly [
  kind: string,
  init: () => CaseInit,
  arrives: (text: string) => boolean,
  ...needs: AdapterCapability[],
])[] = [
  ["no body", () => ({ method: "DELETE" }), (text) => text === ""],
  ["a string", () => ({ body: TEXT, headers: { "Content-Type": "text/plain" } }), (text) => text === TEXT],
  ["JSON", () => ({ json: { said: TEXT } }), (text) => JSON.parse(text).said === TEXT],
  ["bytes", () => ({ body: bytes() }), (text) => text === TEXT],
  ["an ArrayBuffer", () => ({ body: bytes().buffer }), (text) => text === TEXT, "array-buffer-body"],
  ["a Blob", () => ({ body: new Blob([TEXT], { type: "text/plain" }) }), (text) => text === TEXT, "blob-body"],
  ["a FormData", () => ({ body: formData() }), (text) => text.includes(TEXT), "form-data-body"],
  [
    "a URLSearchParams",
    () => ({ body: new URLSearchParams({ said: TEXT }) }),
    (text) => new URLSearchParams(text).get("said") === TEXT,
    "search-params-body",
  ],
];

function formData(): FormData {
  const data = new FormData();
  data.append("said", TEXT);
  return data;
}

async function* generate(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const whole = bytes();
  yield whole.subarray(0, 5);
  yield whole.subarray(5);
}

/** Bodies that can be read once, besides a web stream; `undefined` where the platform has none. */
const onceOnly: Readonly<Record<string, () => AsyncIterable<Uint8Array> | undefined>> = {
  "a stream of Node": nodeStream,
  "an async iterable": () => {
    const generator = generate();
    return { [Symbol.asyncIterator]: () => generator };
  },
  "a generator": generate,
  "a callable async iterable": () => {
    const generator = generate();
    return Object.assign(() => {}, { [Symbol.asyncIterator]: () => generator });
  },
};

function nodeStream(): AsyncIterable<Uint8Array> | undefined {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): unknown } };
  const { Readable } = Object(process?.getBuiltinModule?.("node:stream"));
  return Readable?.from(generate());
}

/** Bodies after a 401. */
export const adapterReplayCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  ...bodies.map(([kind, init, arrives, ...needs]) =>
    defineCase<AdapterSubject, AdapterCapability>(
      `sends ${kind} a second time, whole`,
      (subject, start) =>
        withServers(start, async (server) => {
          const { send } = await rotatedClient(subject, server);
          checkEqual((await send(server.urls.echo, { method: "POST", ...init() })).status, 200, "the status");
          const [, ...attempts] = await sentRequests(server);
          checkEqual(attempts.length, 2, "the number of attempts");
          for (const [index, { body }] of attempts.entries()) {
            check(arrives(new TextDecoder().decode(body)), `attempt ${index + 1} arrived with another body`);
          }
          // A FormData's boundary may be another one each time.
          const [first, second] = attempts.map((attempt) => headerValue(attempt.rawHeaders, "Content-Type"));
          checkEqual(second?.split(";")[0], first?.split(";")[0], "the second attempt's Content-Type");
        }),
      "renewal",
      ...needs,
    ),
  ),

  defineCase(
    "sends a stream a second time whole or not at all, and then gives the server's 401 to the caller",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send } = await rotatedClient(subject, server);
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(bytes());
            controller.close();
          },
        });
        const response = await send(server.urls.echo, { method: "POST", body, duplex: "half" });
        const [, ...attempts] = await sentRequests(server);
        for (const [index, attempt] of attempts.entries()) {
          checkEqual(new TextDecoder().decode(attempt.body), TEXT, `the body of attempt ${index + 1}`);
        }
        checkEqual(response.status, attempts.length === 1 ? 401 : 200, `the status after ${attempts.length} attempts`);
        if (response.status === 200) return;
        checkEqual(JSON.parse(response.text).detail, "Invalid token", "the reason that the caller can read");
      }),
    "renewal",
    "streaming-body",
  ),

  ...Object.entries(onceOnly).map(([kind, create]) =>
    defineCase<AdapterSubject, AdapterCapability>(
      `sends ${kind} a second time whole or not at all`,
      (subject, start) =>
        withServers(start, async (server) => {
          const body = create() as NonNullable<CaseInit["body"]> | undefined;
          if (body === undefined) return;
          const { send } = await rotatedClient(subject, server);
          // Some clients refuse such a body, and some send its name; both are their own matter.
          await send(server.urls.echo, { method: "POST", body, duplex: "half" }).catch(() => {});
          const [, first, second] = await sentRequests(server);
          const decoder = new TextDecoder();
          if (second) checkEqual(decoder.decode(second.body), decoder.decode(first?.body), "the second body");
        }),
      "renewal",
      "streaming-body",
    ),
  ),
];
