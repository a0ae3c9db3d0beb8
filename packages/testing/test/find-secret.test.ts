import { expect, test } from "vitest";
import { findSecret } from "./find-secret.ts";

const secret = "sntryu_0123456789abcdef";

class Hidden {
  readonly #secret = secret;
  get secret(): string {
    return this.#secret;
  }
}

class Kept {
  readonly #secret = secret;
  isRight(guess: string): boolean {
    return guess === this.#secret;
  }
}

const plants: readonly (readonly [string, unknown])[] = [
  ["text", `Bearer ${secret}`],
  ["a property", { deep: { deeper: { deepest: [{ secret }] } } }],
  ["a property's name", { [secret]: 1 }],
  ["a hidden property", Object.defineProperty({}, "hidden", { value: secret })],
  ["a symbol's property", { [Symbol("hidden")]: secret }],
  ["a symbol's name", { [Symbol(secret)]: 1 }],
  ["a getter", Object.defineProperty({}, "get", { get: () => secret })],
  ["a class's getter", { hidden: new Hidden() }],
  ["a function's property", Object.assign(() => {}, { token: secret })],
  ["a Map", { map: new Map([[{}, secret]]) }],
  ["a Map's key", new Map([[secret, 1]])],
  ["a Set", new Set([[secret]])],
  ["bytes", { bytes: Buffer.from(secret) }],
  ["a buffer", { buffer: new TextEncoder().encode(secret).buffer }],
  ["a message", new Error(`${secret} is wrong`)],
  ["a stack", Object.assign(new Error("wrong"), { stack: `at ${secret}` })],
  ["a cause", new Error("wrong", { cause: new Error("so", { cause: { secret } }) })],
  ["one of many errors", new AggregateError([new Error(secret)])],
  ["Headers", new Headers({ authorization: `Bearer ${secret}` })],
  ["a Request", new Error("wrong", { cause: new Request("http://localhost", { headers: { "x-a": secret } }) })],
  ["a Request's URL", new Request(`http://localhost/?${secret}`)],
  ["a Response", { response: new Response("", { headers: { "x-a": secret } }) }],
  ["what toJSON gives", { toJSON: () => ({ secret }) }],
  ["what toString gives", { toString: () => secret }],
  ["an abort's reason", { signal: AbortSignal.abort(new Error(secret)) }],
  ["a URL", new URL(`http://${secret}@localhost`)],
  ["FormData", Object.assign(new FormData(), { x: new URLSearchParams({ secret }) })],
];

test.each(plants)("finds a secret in %s", (_, value) => {
  expect(findSecret(value, ["something else, long", secret])).not.toEqual([]);
  expect(findSecret({ error: Object.assign(new Error("outer"), { value }) }, [secret])).not.toEqual([]);
});

test("finds nothing where there is nothing", () => {
  const error = new Error("wrong", { cause: new Request("http://localhost", { signal: AbortSignal.abort() }) });
  expect(findSecret({ error, kept: new Kept(), loop: [error], closure: () => secret }, [secret])).toEqual([]);
});
