import type { Authorization, AuthStrategy } from "@x/sentry-core";
import { findLeaks, startSentryServer } from "@x/sentry-testing";
import { describe, expect, test } from "vitest";
import { loadSubjects } from "../../src/subjects.ts";

const { adapters } = await loadSubjects();

const secret = "c2VjcmV0LW9mLWEtdGhpcmQtcGFydHk";
const header = `Bearer ${secret}`;
type Authorize = (origins: readonly string[]) => unknown;

const illegal: readonly (readonly [string, Authorize])[] = [
  ["nothing", () => undefined],
  ["null", () => null],
  ["the header alone", () => header],
  ["no header", (origins) => ({ origins })],
  ["an empty header", (origins) => ({ header: "", origins })],
  ["a line break in the header", (origins) => ({ header: `${header}\r\nX-Evil: 1`, origins })],
  ["a line break at its end", (origins) => ({ header: `${header}\n`, origins })],
  ["a null character", (origins) => ({ header: `${header}\0`, origins })],
  ["a tab", (origins) => ({ header: `Bearer\t${secret}`, origins })],
  ["a letter beyond ASCII", (origins) => ({ header: `${header}é`, origins })],
  ["a lone surrogate", (origins) => ({ header: `${header}\ud800`, origins })],
  ["a number", (origins) => ({ header: 42, origins })],
  ["a list of headers", (origins) => ({ header: [header], origins })],
  ["an object with a text", (origins) => ({ header: { toString: () => header }, origins })],
  [
    "a getter that throws",
    (origins) => ({
      get header(): string {
        throw new Error("no header today");
      },
      origins,
    }),
  ],
  ["no origins", () => ({ header })],
  ["origins that are no list", (origins) => ({ header, origins: { ...origins } })],
  [
    "a thenable that throws",
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: that it has one is the attack
      then: () => {
        throw new Error("no");
      },
    }),
  ],
  ["origins that are no origins", () => ({ header, origins: ["*"] })],
];
const failing: readonly (readonly [string, Authorize])[] = [
  [
    "throws",
    () => {
      throw new Error("no");
    },
  ],
  [
    "throws nothing",
    () => {
      // biome-ignore lint/style/useThrowOnlyError: what is thrown by JavaScript may be anything
      throw undefined;
    },
  ],
  ["rejects", () => Promise.reject(new Error("no"))],
  ["rejects with a text", () => Promise.reject("no")],
];

describe.each(adapters)("through $name, a strategy that", ({ wrap }) => {
  const attempt = async (authorize: Authorize) => {
    await using server = await startSentryServer();
    const strategy = { name: "mine", authorize: () => authorize([server.origin]) } as AuthStrategy;
    const seen: unknown[] = [];
    const wrapped = wrap(strategy, undefined, (value) => seen.push(value));
    const error: unknown = await wrapped.send(server.urls.echo, {}).catch((reason: unknown) => reason);
    expect(server.requests).toEqual([]);
    expect(findLeaks({ error, seen }, { secrets: [secret] })).toEqual([]);
    return error;
  };

  test.each(illegal)("gives %s is refused, and nothing is sent", async (_, authorize) => {
    expect(await attempt(authorize)).toBeInstanceOf(Error);
  });

  test.each(failing)("%s makes the request fail with its reason", async (_, authorize) => {
    expect(await attempt(authorize)).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", strategy: "mine" });
  });

  test("changes its header between two readings sends the one that was checked", async () => {
    await using server = await startSentryServer();
    let calls = 0;
    const authorization: Authorization = {
      origins: [server.origin],
      get header() {
        calls += 1;
        return calls === 1 ? `Bearer ${server.credentials.token}` : `${header}\r\nX-Evil: 1`;
      },
    };
    await wrap({ name: "mine", authorize: () => authorization }).send(server.urls.echo, {});
    expect(server.requests.map((request) => request.authorization)).toEqual([`Bearer ${server.credentials.token}`]);
  });

  test("changes its origins between two readings is held to one of them", async () => {
    await using server = await startSentryServer();
    await using evil = await startSentryServer();
    let calls = 0;
    const authorization: Authorization = {
      header,
      get origins() {
        calls += 1;
        return [calls === 1 ? server.origin : evil.origin];
      },
    };
    await wrap({ name: "mine", authorize: () => authorization })
      .send(evil.urls.echo, {})
      .catch(() => {});
    expect(evil.requests).toEqual([]);
  });

  test.each<[string, (authorize: () => Promise<never>) => Partial<AuthStrategy>, number]>([
    ["never settles", (never) => ({ authorize: never }), 0],
    ["never renews", (never) => ({ renew: never }), 1],
  ])("%s leaves the caller's signal at work", async (_, parts, requests) => {
    await using server = await startSentryServer();
    const controller = new AbortController();
    const never = (): Promise<never> => {
      queueMicrotask(() => controller.abort());
      return new Promise(() => {});
    };
    const strategy: AuthStrategy = {
      name: "mine",
      authorize: () => ({ header, origins: [server.origin] }),
      ...parts(never),
    };
    const seen: unknown[] = [];
    const wrapped = wrap(strategy, undefined, (value) => seen.push(value));
    const error: unknown = await wrapped
      .send(server.urls.echo, { signal: controller.signal })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: expect.stringMatching(/^(?:AbortError|CanceledError)$/) });
    expect(server.requests).toHaveLength(requests);
    expect(findLeaks({ error, seen }, { secrets: [secret] })).toEqual([]);
  });
});
