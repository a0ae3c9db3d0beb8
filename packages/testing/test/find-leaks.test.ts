import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { findLeaks } from "../src/index.ts";

const secret = `sntryu_${"0123456789abcdef".repeat(4)}`;
const find = (value: unknown) => findLeaks({ value }, { secrets: [secret] });

const plant = (key: PropertyKey, descriptor: PropertyDescriptor, on: object = {}) =>
  Object.defineProperty(on, key, descriptor);
// Kept here, since what is held weakly alone may be collected before it is looked for.
const kept = { secret };
const self = { toString: () => `it is ${secret}` };
const target = new Proxy(
  { a: secret },
  { ownKeys: () => [], get: () => undefined, getOwnPropertyDescriptor: () => undefined },
);
const entries = new Map([[1, secret]]).entries();

describe("a planted leak is found", () => {
  test.each<[string, unknown]>([
    ["a text", secret],
    ["a symbol", Symbol(secret)],
    ["a property", { a: secret }],
    ["a property deep inside", Array.from({ length: 200 }).reduce((inner) => ({ inner }), secret)],
    ["an array", [1, [secret]]],
    ["a property's name", { [secret]: 1 }],
    ["a symbol's description as a name", { [Symbol(secret)]: 1 }],
    ["a property under a symbol", { [Symbol("a")]: secret }],
    ["a hidden property", plant("a", { value: secret, enumerable: false })],
    [
      "a getter",
      {
        get a() {
          return secret;
        },
      },
    ],
    [
      "a getter that throws it",
      {
        get a(): never {
          throw new Error(secret);
        },
      },
    ],
    [
      "an inherited getter",
      new (class {
        get a() {
          return secret;
        }
      })(),
    ],
    [
      "an inherited getter that throws it",
      new (class {
        get a(): never {
          throw new Error(secret);
        }
      })(),
    ],
    ["an inherited property", Object.create({ a: secret })],
    ["an object without a prototype", Object.assign(Object.create(null), { a: secret })],
    [
      "a static property of the class",
      new (class {
        static a = secret;
        readonly b = 1;
      })(),
    ],
    ["a function's property", Object.assign(() => {}, { a: secret })],
    ["a function's text", () => "sntryu_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
    ["a function's name", plant("name", { value: secret }, () => {})],
    ["a Map's value", new Map([[1, secret]])],
    ["a Map's key", new Map([[{ secret }, 1]])],
    ["a Set", new Set([secret])],
    ["a Map's iterator", entries],
    ["a WeakRef", new WeakRef(kept)],
    ["a WeakMap", new WeakMap([[self, secret]])],
    ["a WeakSet", new WeakSet([kept])],
    ["a settled Promise", Promise.resolve(secret)],
    ["a Response's headers", new Response("", { headers: { "x-a": secret } })],
    ["an abort's reason", AbortSignal.abort(new Error(secret))],
    ["a Request below an error", new Error("no", { cause: new Request(`http://localhost/?${secret}`) })],
    ["Headers", new Headers({ authorization: `Bearer ${secret}` })],
    ["a Request", new Request("https://sentry.io/", { headers: { authorization: `Bearer ${secret}` } })],
    ["URLSearchParams", new URLSearchParams({ secret })],
    ["a URL", new URL(`https://sentry.io/?a=${secret}`)],
    [
      "FormData",
      (() => {
        const form = new FormData();
        form.set("a", secret);
        return form;
      })(),
    ],
    ["bytes", new TextEncoder().encode(secret)],
    ["a Buffer", Buffer.from(`x${secret}`)],
    ["a Buffer in UTF-16", Buffer.from(secret, "utf16le")],
    ["an ArrayBuffer", new TextEncoder().encode(secret).buffer],
    ["a DataView", new DataView(new TextEncoder().encode(secret).buffer)],
    ["an error's message", new Error(`no: ${secret}`)],
    ["an error's stack alone", plant("stack", { value: `Error: ${secret}` }, new Error("no"))],
    ["an error's cause", new Error("no", { cause: { deep: new Error(secret) } })],
    ["an AggregateError", new AggregateError([new Error(secret)])],
    ["an error's property", Object.assign(new Error("no"), { config: { headers: [{ a: secret }] } })],
    ["toString", self],
    ["valueOf", { valueOf: () => secret }],
    ["toJSON", { toJSON: () => ({ a: secret }) }],
    [
      "a toJSON that throws it",
      {
        toJSON: () => {
          throw new Error(secret);
        },
      },
    ],
    ["a custom inspection", { [inspect.custom]: () => secret }],
    ["a Proxy's target", target],
    ["a property that a custom inspection hides", { [inspect.custom]: () => "{}", a: { b: secret } }],
    ["a boxed text", Object(secret)],
    [
      "an iterable",
      {
        *[Symbol.iterator]() {
          yield secret;
        },
      },
    ],
    ["Basic's encoding", { a: `Basic ${btoa(`${secret}:`)}` }],
    ["the encoding for URLs", { a: encodeURIComponent("+/".repeat(20)) }],
    ["a text that was cut short", { a: `${secret.slice(0, 24)}…` }],
    ["the end of the text", { a: secret.slice(-20) }],
  ])("%s", (_, value) => {
    const search = { secrets: [secret, "+/".repeat(20)] };
    expect(findLeaks({ value }, search)).not.toEqual([]);
    const deep = { a: [{ b: new Map([[1, { c: { d: { e: { f: value } } } }]]) }] };
    expect(findLeaks({ deep }, search)).not.toEqual([]);
  });

  test("even where a custom inspection hides a getter of its class", () => {
    const authorization = new (class {
      get header() {
        return secret;
      }
      [inspect.custom]() {
        return "{}";
      }
    })();
    expect(find(authorization).map(({ path }) => path)).toContain("value.header");
  });

  test("with the way to it", () => {
    const error = new Error("no", { cause: { request: plant("_header", { value: `a: ${secret}\r\n` }) } });
    expect(findLeaks({ error }, { secrets: [secret] })).toContainEqual({
      path: "error.cause.request._header",
      form: "plain",
    });
  });

  test("in a graph with circles, once each", () => {
    const circle: Record<string, unknown> = { secret };
    circle["self"] = circle;
    expect(
      find(circle)
        .filter(({ path }) => path.endsWith(".secret"))
        .map(({ path }) => path),
    ).toEqual(["value.secret", "structuredClone(value).secret"]);
  });
});

describe("nothing is found", () => {
  test.each<[string, unknown]>([
    ["in nothing", undefined],
    ["in another text", secret.replace(/\d{9}/g, "")],
    [
      "in a closure",
      (
        (hidden) => () =>
          hidden
      )(secret),
    ],
    [
      "in a private field",
      new (class {
        readonly #a = secret;
        get length() {
          return this.#a.length;
        }
      })(),
    ],
    ["in a Response", new Response("{}", { headers: { a: "b" } })],
  ])("%s", (_, value) => {
    expect(find(value)).toEqual([]);
  });

  test("in a property that returns it deliberately", () => {
    const authorization = new (class {
      readonly #header = secret;
      get header() {
        return this.#header;
      }
    })();
    // Node prints the getters of a prototype too, except of a built-in class.
    Object.defineProperties(Object.getPrototypeOf(authorization), {
      constructor: { value: Object },
      [inspect.custom]: { value: () => "{}" },
    });
    const deliberate = (owner: object, key: PropertyKey) => owner === authorization && key === "header";
    expect(find(authorization)).not.toEqual([]);
    expect(findLeaks({ authorization }, { secrets: [secret], deliberate })).toEqual([]);
  });
});

test("a search needs secrets that are not found by chance", () => {
  expect(() => findLeaks({}, { secrets: [] })).toThrow(TypeError);
  expect(() => findLeaks({}, { secrets: ["1a2b3c"] })).toThrow(TypeError);
});
