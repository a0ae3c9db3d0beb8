import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type AbortSignalLike,
  type AuthenticateOptions,
  type Authorization,
  type AuthStrategy,
  authenticate,
  defineStrategy,
  type Outgoing,
  type Rejection,
  type Send,
  SentryAuthError,
} from "../src/index.ts";

const url = "https://sentry.io/api/0/";
const origins = ["https://sentry.io"];
const strategyOf = (parts: Partial<AuthStrategy>): AuthStrategy => ({
  name: "acme",
  authorize: () => ({ header: "Bearer old", origins }),
  ...parts,
});
const rejecting = (header = "Bearer old") =>
  vi.fn<Send<{ status: number }>>(async ({ authorization }) => ({
    status: authorization?.header === header ? 401 : 200,
  }));
/** What was sent, in order: the header and the URL. */
const sent = (send: { readonly mock: { readonly calls: readonly (readonly [Outgoing])[] } }) =>
  send.mock.calls.map(([{ url, authorization }]) => [authorization?.header, url]);
const run = (strategy: AuthStrategy, send: Send<{ status: number }>, options?: AuthenticateOptions, to = url) =>
  authenticate(strategy, { url: to, method: "GET" }, send, options);

describe("the flow", () => {
  test("sends the header to the URL that was checked", async () => {
    const send = rejecting("none");
    await run(strategyOf({}), send, {}, "https://SENTRY.io/api/0/");
    expect(sent(send)).toEqual([["Bearer old", "https://sentry.io/api/0/"]]);
  });

  test("returns the client's own promise if there is nothing to wait for", () => {
    const result = Promise.resolve({ status: 200 });
    expect(run(strategyOf({}), () => result)).toBe(result);
  });

  test("passes the strategy the absolute URL and the method", async () => {
    vi.stubGlobal("location", { href: "https://sentry.io/settings/" });
    const authorize = vi.fn(() => ({ header: "Bearer old", origins }));
    const send = rejecting("none");
    await run(strategyOf({ authorize }), send, {}, "/api/0/");
    expect(authorize).toHaveBeenCalledExactlyOnceWith({ url, method: "GET" });
    expect(sent(send)).toEqual([["Bearer old", url]]);
  });

  test.each(["https://sentry.io/a b", "http://10.0.0.5:9000/a b"])(
    "leaves an absolute URL as it is: %s",
    async (to) => {
      const authorize = vi.fn(() => ({ header: "Bearer old", origins: [new URL(to).origin] }));
      const send = rejecting("none");
      await run(strategyOf({ authorize }), send, {}, to);
      expect(authorize).toHaveBeenCalledExactlyOnceWith({ url: to, method: "GET" });
      expect(sent(send)).toEqual([["Bearer old", to]]);
    },
  );

  test("parses no URL of Sentry's own", async () => {
    const strategy = defineStrategy({ name: "acme", secret: () => "1a2b3c", read: (credentials) => ({ credentials }) });
    const parse = vi.spyOn(URL, "parse");
    await run(strategy, rejecting("none"));
    expect(parse).not.toHaveBeenCalled();
  });

  test("resolves a relative URL that contains an absolute one", async () => {
    vi.stubGlobal("location", { href: "https://sentry.io/settings/" });
    const authorize = vi.fn(() => ({ header: "Bearer old", origins }));
    const send = rejecting("none");
    await run(strategyOf({ authorize }), send, {}, "/?next=https://evil.example/");
    expect(authorize).toHaveBeenCalledExactlyOnceWith({
      url: "https://sentry.io/?next=https://evil.example/",
      method: "GET",
    });
    expect(sent(send)).toEqual([["Bearer old", "https://sentry.io/?next=https://evil.example/"]]);
  });

  test.each(["/api/0/", "api/0/", "", "https://", "https://exa mple/"])(
    "leaves a URL without a meaning to the client: %j",
    async (to) => {
      const send = rejecting("none");
      await run(strategyOf({}), send, {}, to);
      expect(sent(send)).toEqual([[undefined, to]]);
    },
  );

  test("calls the methods on the strategy, so that a class will do", async () => {
    class Counting implements AuthStrategy {
      readonly name = "counting";
      #count = 0;
      authorize() {
        return { header: `Bearer ${this.#count}`, origins };
      }
      renew() {
        this.#count += 1;
        return this.authorize();
      }
    }
    const send = rejecting("Bearer 0");
    await run(new Counting(), send, { replayable: true });
    expect(sent(send).map(([header]) => header)).toEqual(["Bearer 0", "Bearer 1"]);
  });
});

describe("an untrusted origin", () => {
  test("is refused before anything is sent, and named without the rest of the URL", async () => {
    const send = rejecting("none");
    await expect(run(strategyOf({}), send, {}, "https://evil.example/x?token=1")).rejects.toMatchObject({
      code: "ERR_UNTRUSTED_ORIGIN",
      strategy: "acme",
      message: expect.stringMatching(/^(?!.*token=).*to https:\/\/evil\.example;.*only go to https:\/\/sentry\.io\./),
    });
    await expect(run(strategyOf({}), send, {}, "https://user:hunter2@sentry.io/x")).rejects.toThrow(
      /^(?!.*hunter2).*user name or password/,
    );
    expect(send).not.toHaveBeenCalled();
  });

  test.each([
    [[], "no origin"],
    [["https://a.example", "https://b.example"], "https://a.example, https://b.example"],
    [
      ["https://a.example", "https://b.example", "https://c.example", "https://d.example"],
      "https://a.example, https://b.example, https://c.example",
    ],
  ])("shows the first three origins that are right: %j", async (listed, named) => {
    const strategy = strategyOf({ authorize: () => ({ header: "Bearer x", origins: listed }) });
    await expect(run(strategy, rejecting())).rejects.toThrow(
      `refused to send the credential to https://sentry.io; it may only go to ${named}. To allow`,
    );
  });

  test("gets the request without the credential on demand", async () => {
    const send = rejecting("none");
    const strategy = strategyOf({ renew: vi.fn() });
    await run(strategy, send, { onUntrustedOrigin: "omit" }, "https://evil.example/");
    expect(sent(send)).toEqual([[undefined, "https://evil.example/"]]);
  });

  test("does not renew after its own 401", async () => {
    const renew = vi.fn();
    const send = vi.fn(async () => ({ status: 401 }));
    await run(strategyOf({ renew }), send, { onUntrustedOrigin: "omit", replayable: true }, "https://evil.example/");
    expect(renew).not.toHaveBeenCalled();
    expect(send).toHaveBeenCalledOnce();
  });

  test("is one whose list cannot be read", async () => {
    const broken = strategyOf({ authorize: () => ({ header: "Bearer x", origins: ["sentry.io"] }) });
    await expect(run(broken, rejecting())).rejects.toThrow(/origin\[0\] has no scheme/);
  });
});

describe("a third party's strategy", () => {
  test.each(["Bearer a\r\nX-Evil: 1", "Bearer \u0000", "Bearer é", "", " Bearer x", "Bearer x\n", undefined, null, 42])(
    "with an illegal header is refused: %j",
    async (header) => {
      const send = rejecting("none");
      const strategy = strategyOf({ authorize: () => ({ header: header as string, origins }) });
      const refused = expect(run(strategy, send)).rejects;
      await refused.toMatchObject({ code: "ERR_INVALID_SECRET", strategy: "acme" });
      expect(send).not.toHaveBeenCalled();
    },
  );

  test.each([undefined, null, "Bearer x"])("that gives no authorization is refused: %j", async (nothing) => {
    await expect(run(strategyOf({ authorize: () => nothing as never }), rejecting())).rejects.toMatchObject({
      code: "ERR_INVALID_SECRET",
    });
  });

  test("whose header differs each time it is read is sent as it was checked", async () => {
    const headers = ["Bearer old", "Bearer evil\r\n"];
    const authorize = () => ({
      get header() {
        return headers.shift() ?? "";
      },
      origins,
    });
    const send = rejecting("none");
    await run(strategyOf({ authorize }), send);
    expect(sent(send)).toEqual([["Bearer old", url]]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("vault");
      },
    ],
    ["rejects", () => Promise.reject(new Error("vault"))],
  ])("that %s is unavailable, with the reason", async (_, authorize) => {
    await expect(run(strategyOf({ authorize }), rejecting())).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      strategy: "acme",
      cause: { message: "vault" },
    });
  });

  test("that never settles ends with the caller's signal, and leaves no listener", async () => {
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    let settle = (_: Authorization): void => {};
    const waiting = new Promise<Authorization>((resolve) => {
      settle = resolve;
    });
    const shared = strategyOf({ authorize: () => waiting });
    const first = run(shared, rejecting("none"), { signal: controller.signal });
    const second = run(shared, rejecting("none"));
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    settle({ header: "Bearer x", origins });
    await expect(second).resolves.toEqual({ status: 200 });
    await vi.waitFor(() => expect(remove).toHaveBeenCalled());
  });

  test("that never settles leaves no listener on an aborted signal either", async () => {
    const controller = new AbortController();
    const add = vi.spyOn(controller.signal, "addEventListener");
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    const result = run(strategyOf({ authorize: () => new Promise(() => {}) }), rejecting(), {
      signal: controller.signal,
    });
    controller.abort("enough");
    await expect(result).rejects.toBe("enough");
    expect(add).toHaveBeenCalledOnce();
    expect(remove.mock.calls[0]).toEqual(add.mock.calls[0]);
  });

  test("is not waited for when the signal is aborted already", async () => {
    const strategy = strategyOf({ authorize: () => new Promise(() => {}) });
    await expect(run(strategy, rejecting(), { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
  });
});

describe("after a 401", () => {
  const renewed = { header: "Bearer new", origins };

  test("renews and sends once more, after the first response was read to its end", async () => {
    const steps: string[] = [];
    const body = async function* () {
      yield "Invalid token";
      steps.push("end of the first response");
    };
    const send = vi.fn(async ({ authorization }: Outgoing) => {
      const header = authorization?.header;
      steps.push(`send ${header}`);
      return header === "Bearer new" ? { status: 200 } : { status: 401, body: body() };
    });
    const renew = vi.fn(() => renewed);
    await expect(run(strategyOf({ renew }), send, { replayable: true })).resolves.toEqual({ status: 200 });
    expect(steps).toEqual(["send Bearer old", "end of the first response", "send Bearer new"]);
    expect(renew).toHaveBeenCalledExactlyOnceWith(
      { header: "Bearer old", origins },
      { url, method: "GET" },
      expect.objectContaining({ status: 401, url }),
    );
  });

  test("sends at most twice", async () => {
    let count = 0;
    const renew = () => ({ header: `Bearer ${count++}`, origins });
    const send = vi.fn(async () => ({ status: 401 }));
    await expect(run(strategyOf({ renew }), send, { replayable: true })).resolves.toEqual({ status: 401 });
    expect(send).toHaveBeenCalledTimes(2);
  });

  test.each([200, 302, 400, 403, 407, 500, 503])("and after no other status: %i", async (status) => {
    const renew = vi.fn(() => renewed);
    const send = vi.fn(async () => ({ status }));
    await run(strategyOf({ renew }), send, { replayable: true });
    expect(renew).not.toHaveBeenCalled();
    expect(send).toHaveBeenCalledOnce();
  });

  test.each<[string, NonNullable<AuthStrategy["renew"]>]>([
    ["has no other", () => undefined],
    [
      "throws",
      () => {
        throw new Error("vault");
      },
    ],
    ["rejects", () => Promise.reject(new Error("vault"))],
    ["gives an illegal header", () => ({ header: "Bearer \n", origins })],
    ["gives one for another instance", () => ({ header: "Bearer new", origins: ["https://sentry.acme.com"] })],
    ["gives nonsense", () => "Bearer new" as never],
  ])("the caller gets it, untouched, if the strategy %s", async (_, renew) => {
    const first = { status: 401, body: new Blob(["Invalid token"]).stream() };
    const send = vi.fn(async () => first);
    expect(await run(strategyOf({ renew }), send, { replayable: true })).toBe(first);
    expect(send).toHaveBeenCalledOnce();
    expect(first.body.locked).toBe(false);
    expect(await new Response(first.body).text()).toBe("Invalid token");
  });

  test("a body that cannot be sent again stays unsent, but the next request has the new secret", async () => {
    const renew = vi.fn(() => renewed);
    const send = rejecting();
    await expect(run(strategyOf({ renew }), send)).resolves.toEqual({ status: 401 });
    expect(send).toHaveBeenCalledOnce();
    expect(renew).toHaveBeenCalledOnce();
  });

  test("an abort during the renewal rejects", async () => {
    const controller = new AbortController();
    const renew = () => {
      queueMicrotask(() => controller.abort("enough"));
      return new Promise<never>(() => {});
    };
    const result = run(strategyOf({ renew }), rejecting(), { replayable: true, signal: controller.signal });
    await expect(result).rejects.toBe("enough");
  });
});

describe("origins that are known before there is a secret", () => {
  const evil = "https://evil.example/";
  const known = (authorize: AuthStrategy["authorize"] = () => ({ header: "Bearer old", origins })) =>
    strategyOf({ origins, authorize: vi.fn(authorize) });

  test("refuse another one without a call", async () => {
    const strategy = known();
    await expect(run(strategy, rejecting(), {}, evil)).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(strategy.authorize).not.toHaveBeenCalled();
  });

  test("omit the credential while it cannot be provided", async () => {
    const strategy = known(() => {
      throw new Error("vault");
    });
    const send = rejecting("none");
    await run(strategy, send, { onUntrustedOrigin: "omit" }, "https://EVIL.example");
    expect(sent(send)).toEqual([[undefined, evil]]);
    expect(strategy.authorize).not.toHaveBeenCalled();
  });

  test.each(["/api/0/", "https://", "https://exa mple/"])("leave %s to the client", async (to) => {
    const strategy = known();
    const send = rejecting("none");
    await run(strategy, send, {}, to);
    expect(sent(send)).toEqual([[undefined, to]]);
    expect(strategy.authorize).not.toHaveBeenCalled();
  });

  test.each([
    [["https://sentry.io", "https://a.example"], ["https://sentry.io"]],
    [["https://sentry.io"], ["https://sentry.io", "https://a.example"]],
  ])("and the authorization's must both allow a request: %j, %j", async (first, second) => {
    const strategy = strategyOf({ origins: first, authorize: () => ({ header: "Bearer old", origins: second }) });
    const send = rejecting("none");
    await run(strategy, send);
    await expect(run(strategy, send, {}, "https://a.example/")).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(sent(send)).toEqual([["Bearer old", url]]);
  });
});

test("a polluted prototype gives an authorization no origins", async () => {
  Object.defineProperty(Object.prototype, "origins", { value: ["https://evil.example"], configurable: true });
  try {
    const strategy = { name: "acme", origins: undefined, authorize: () => ({ header: "Bearer old" }) as Authorization };
    await expect(run(strategy, rejecting(), {}, "https://evil.example/")).rejects.toMatchObject({
      code: "ERR_UNTRUSTED_ORIGIN",
    });
  } finally {
    Reflect.deleteProperty(Object.prototype, "origins");
  }
});

describe("a login that is needed", () => {
  const failing = (error: unknown) =>
    strategyOf({
      renew: () => {
        throw error;
      },
    });

  test("after a 401 is thrown", async () => {
    const error = new SentryAuthError("ERR_LOGIN_REQUIRED", "log in again", { strategy: "acme" });
    await expect(run(failing(error), rejecting(), { replayable: true })).rejects.toBe(error);
  });

  test.each([
    new SentryAuthError("ERR_SECRET_UNAVAILABLE", "no", { strategy: "acme" }),
    Object.assign(new Error("no"), { code: "ERR_LOGIN_REQUIRED" }),
  ])("is the only failure that is thrown: %s", async (error) => {
    await expect(run(failing(error), rejecting(), { replayable: true })).resolves.toEqual({ status: 401 });
  });
});

describe("a request is sent again", () => {
  test("with the same header, if renew returns it", async () => {
    const send = vi.fn(async () => ({ status: send.mock.calls.length === 1 ? 401 : 200 }));
    const strategy = strategyOf({ renew: (rejected) => rejected });
    await expect(run(strategy, send, { replayable: true })).resolves.toEqual({ status: 200 });
  });

  test("as often as the strategy says, with the object that it returned", async () => {
    const given = [1, 2, 3, 4].map((number) => ({ header: `Bearer ${number}`, origins }));
    const renew = vi.fn((rejected: Authorization) => given[given.indexOf(rejected as (typeof given)[number]) + 1]);
    const send = vi.fn<Send<{ status: number }>>(async () => ({ status: 401 }));
    const strategy = strategyOf({ resends: 2, authorize: () => given[0] as Authorization, renew });
    await run(strategy, send, { replayable: true });
    expect(sent(send).map(([header]) => header)).toEqual(["Bearer 1", "Bearer 2", "Bearer 3"]);
    expect(renew.mock.calls.map(([rejected]) => given.indexOf(rejected as (typeof given)[number]))).toEqual([0, 1]);
  });

  test("if a function says that its body can be, which is called when it matters", async () => {
    for (const replayable of [vi.fn(() => true), vi.fn(() => false)]) {
      const send = rejecting();
      await run(strategyOf({ renew: () => ({ header: "Bearer new", origins }) }), rejecting("none"), { replayable });
      expect(replayable).not.toHaveBeenCalled();
      await run(strategyOf({ renew: () => ({ header: "Bearer new", origins }) }), send, { replayable });
      expect(send).toHaveBeenCalledTimes(replayable() ? 2 : 1);
    }
  });

  test("a second after a 401 whose body never ends, of which its text takes the first half", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const endless = () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) }));
    const send = vi.fn(async () =>
      Object.defineProperty(endless(), "status", { value: send.mock.calls.length === 1 ? 401 : 200 }),
    );
    const renew = async (rejected: Authorization, _: unknown, rejection: Rejection) => {
      await rejection.text();
      return rejected;
    };
    const result = run(strategyOf({ renew }), send, { replayable: true });
    await vi.advanceTimersByTimeAsync(999);
    expect(send).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1);
    expect((await result).status).toBe(200);
  });

  test("not after an abort while the body of the 401 is drained", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const controller = new AbortController();
    const body = new ReadableStream({ pull: () => controller.abort("enough") }, { highWaterMark: 0 });
    const send = vi.fn(async () => ({ status: 401, body }));
    const strategy = strategyOf({ renew: () => ({ header: "Bearer new", origins }) });
    await expect(run(strategy, send, { replayable: true, signal: controller.signal })).rejects.toBe("enough");
    expect(send).toHaveBeenCalledOnce();
  });
});

describe("a signal", () => {
  const signals = (parts: object): AbortSignalLike =>
    Object.assign({ aborted: true, addEventListener: () => {}, removeEventListener: () => {} }, parts);
  const slow = () => strategyOf({ authorize: async () => ({ header: "Bearer old", origins }) });

  test("without a reason aborts in the platform's words", async () => {
    await expect(run(slow(), rejecting("none"), { signal: signals({}) })).rejects.toMatchObject({
      name: "AbortError",
      message: "This operation was aborted",
    });
  });

  test.each([{ aborted: "yes" }, { addEventListener: undefined }, { removeEventListener: undefined }])(
    "that is none is left to the client: %o",
    async (parts) => {
      await expect(run(slow(), rejecting("none"), { signal: signals(parts) })).resolves.toEqual({ status: 200 });
    },
  );
});
