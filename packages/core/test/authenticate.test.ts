import { describe, expect, test, vi } from "vitest";
import {
  type AuthenticateOptions,
  type Authorization,
  type AuthStrategy,
  authenticate,
  type Outgoing,
  type Send,
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

  test("gives the client's own promise back where nothing is to be waited for", () => {
    const answer = Promise.resolve({ status: 200 });
    expect(run(strategyOf({}), () => answer)).toBe(answer);
  });

  test("tells the strategy the absolute URL and the method", async () => {
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

  test("tells it where a relative URL leads that has an absolute one inside", async () => {
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

  test("does not begin to renew after a 401 of its own", async () => {
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

  test("that never answers ends with the caller's signal, and leaves no listener", async () => {
    const controller = new AbortController();
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    let answer = (_: Authorization): void => {};
    const waiting = new Promise<Authorization>((resolve) => {
      answer = resolve;
    });
    const shared = strategyOf({ authorize: () => waiting });
    const first = run(shared, rejecting("none"), { signal: controller.signal });
    const second = run(shared, rejecting("none"));
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    answer({ header: "Bearer x", origins });
    await expect(second).resolves.toEqual({ status: 200 });
    await vi.waitFor(() => expect(remove).toHaveBeenCalled());
  });

  test("that never answers leaves no listener on an aborted signal either", async () => {
    const controller = new AbortController();
    const add = vi.spyOn(controller.signal, "addEventListener");
    const remove = vi.spyOn(controller.signal, "removeEventListener");
    const answer = run(strategyOf({ authorize: () => new Promise(() => {}) }), rejecting(), {
      signal: controller.signal,
    });
    controller.abort("enough");
    await expect(answer).rejects.toBe("enough");
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

  test("renews and sends once more, after the first answer was read to its end", async () => {
    const steps: string[] = [];
    const body = async function* () {
      yield "Invalid token";
      steps.push("end of the first answer");
    };
    const send = vi.fn(async ({ authorization }: Outgoing) => {
      const header = authorization?.header;
      steps.push(`send ${header}`);
      return header === "Bearer new" ? { status: 200 } : { status: 401, body: body() };
    });
    const renew = vi.fn(() => renewed);
    await expect(run(strategyOf({ renew }), send, { replayable: true })).resolves.toEqual({ status: 200 });
    expect(steps).toEqual(["send Bearer old", "end of the first answer", "send Bearer new"]);
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

  test.each([200, 302, 400, 403, 407, 500, 503])("and after nothing else: %i", async (status) => {
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
    const answer = run(strategyOf({ renew }), rejecting(), { replayable: true, signal: controller.signal });
    await expect(answer).rejects.toBe("enough");
  });
});
