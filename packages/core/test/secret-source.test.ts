import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type Authorization,
  type AuthStrategy,
  defineStrategy,
  type ProvidedSecret,
  type Rejection,
  type Secret,
} from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "GET" };
const invalidToken: Rejection = {
  status: 401,
  url: request.url,
  header: () => undefined,
  text: async () => '{"detail":"Invalid token"}',
};
const acme = (secret: Secret) =>
  defineStrategy({ name: "acme", scheme: "Bearer", label: "token", secret, read: (token) => ({ credentials: token }) });
const headerOf = async (authorization: Authorization | undefined | Promise<Authorization | undefined>) =>
  (await authorization)?.header;
const authorize = (strategy: AuthStrategy) => headerOf(strategy.authorize(request));
const renew = (strategy: AuthStrategy, header: string) =>
  headerOf(strategy.renew?.({ header, origins: [] }, request, invalidToken));

/** Returns `token-1`, `token-2`, …, each when the test releases it. */
const slow = () => {
  const given: { settle: (secret?: ProvidedSecret) => void; fail: (error: unknown) => void }[] = [];
  const provide = vi.fn(
    () =>
      new Promise<ProvidedSecret>((resolve, reject) => {
        const value = `token-${given.length + 1}`;
        given.push({ settle: (secret = value) => resolve(secret), fail: reject });
      }),
  );
  const call = async (index: number) => {
    await vi.waitFor(() => expect(given.length).toBeGreaterThan(index));
    return given[index] ?? { settle: () => {}, fail: () => {} };
  };
  return { provide, call };
};

describe("a secret from a function", () => {
  test("is asked for at the first request, once for everybody, and kept", async () => {
    const { provide, call } = slow();
    const strategy = acme(provide);
    expect(provide).not.toHaveBeenCalled();
    const both = Promise.all([authorize(strategy), authorize(strategy)]);
    (await call(0)).settle();
    expect(await both).toEqual(["Bearer token-1", "Bearer token-1"]);
    expect(await authorize(strategy)).toBe("Bearer token-1");
    expect(provide).toHaveBeenCalledOnce();
  });

  test("is at hand without a promise once it is known", async () => {
    const strategy = acme(() => "token-1");
    await strategy.authorize(request);
    expect(strategy.authorize(request)).not.toBeInstanceOf(Promise);
  });

  test.each<[string, Secret]>([
    [
      "throws",
      () => {
        throw new Error("vault");
      },
    ],
    ["rejects", () => Promise.reject(new Error("vault"))],
  ])("that %s is unavailable with the reason, and is called again a second later", async (_, failing) => {
    let calls = 0;
    const strategy = acme(() =>
      calls++ === 0 && typeof failing === "function"
        ? failing({ reason: "first", signal: AbortSignal.abort() })
        : "token-2",
    );
    await expect(authorize(strategy)).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      strategy: "acme",
      message: expect.stringMatching(/^acme: the function that provides the secret failed/),
      cause: { message: "vault" },
    });
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + 1_000);
    expect(await authorize(strategy)).toBe("Bearer token-2");
  });

  test.each([undefined, null, {}, "", "Bearer x", "a\nb", { value: undefined }, { value: "<token>" }])(
    "is checked each time: %j",
    async (given) => {
      const strategy = acme(() => given as string);
      await expect(authorize(strategy)).rejects.toMatchObject({ code: "ERR_INVALID_SECRET", strategy: "acme" });
    },
  );

  test("of a wrong type is a TypeError that says so", async () => {
    await expect(authorize(acme(() => ({ value: 42 }) as never))).rejects.toThrow(TypeError);
  });

  test("may ask for itself through the same client without being called again", async () => {
    const provide = vi.fn(async () => {
      void authorize(strategy);
      return "token-1";
    });
    const strategy: AuthStrategy = acme(provide);
    expect(await authorize(strategy)).toBe("Bearer token-1");
    expect(provide).toHaveBeenCalledOnce();
  });
});

describe("after a 401", () => {
  test("is asked for once by everybody who waits", async () => {
    const { provide, call } = slow();
    const strategy = acme(provide);
    const first = authorize(strategy);
    (await call(0)).settle();
    await first;
    const later = Date.now() + 1_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    const all = Promise.all([1, 2, 3].map(() => renew(strategy, "Bearer token-1")));
    (await call(1)).settle();
    expect(await all).toEqual(["Bearer token-2", "Bearer token-2", "Bearer token-2"]);
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("of a header from elsewhere is asked for once, and kept", async () => {
    const provide = vi.fn(() => "token-1");
    const strategy = acme(provide);
    expect(await renew(strategy, "Bearer token-0")).toBe("Bearer token-1");
    expect(await authorize(strategy)).toBe("Bearer token-1");
    expect(provide).toHaveBeenCalledOnce();
  });

  test("for an older value returns the current one without a call", async () => {
    const provide = vi.fn(() => `token-${provide.mock.calls.length}`);
    const strategy = acme(provide);
    await authorize(strategy);
    const later = Date.now() + 1_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    await renew(strategy, "Bearer token-1");
    expect(await renew(strategy, "Bearer token-1")).toBe("Bearer token-2");
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("keeps the value that it has when the function fails, and calls again a second later", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { provide, call } = slow();
    const strategy = acme(provide);
    const first = authorize(strategy);
    (await call(0)).settle();
    await first;
    vi.advanceTimersByTime(1_000);
    const renewal = renew(strategy, "Bearer token-1");
    (await call(1)).fail(new Error("vault"));
    await expect(renewal).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    expect(await authorize(strategy)).toBe("Bearer token-1");
    await expect(renew(strategy, "Bearer token-1")).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    vi.advanceTimersByTime(1_000);
    const again = renew(strategy, "Bearer token-1");
    (await call(2)).settle();
    expect(await again).toBe("Bearer token-3");
  });
});

describe("with an end", () => {
  const minute = 60_000;
  const start = Date.UTC(2026, 0, 1);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A strategy whose first token lives an hour. */
  const lived = async (expiresAt: Date | number = start + 60 * minute) => {
    const { provide, call } = slow();
    const strategy = acme(provide);
    const first = authorize(strategy);
    (await call(0)).settle({ value: "token-1", expiresAt });
    await first;
    return { strategy, provide, call };
  };

  test.each([new Date(start + 60 * minute), start + 60 * minute])(
    "is kept until shortly before: %s",
    async (expiresAt) => {
      const { strategy, provide } = await lived(expiresAt);
      vi.setSystemTime(start + 58 * minute);
      expect(await authorize(strategy)).toBe("Bearer token-1");
      expect(provide).toHaveBeenCalledOnce();
    },
  );

  test("is renewed in the background shortly before, by one request, while all use the current one", async () => {
    const { strategy, provide, call } = await lived();
    vi.setSystemTime(start + 59.5 * minute);
    expect(await Promise.all([authorize(strategy), authorize(strategy)])).toEqual(["Bearer token-1", "Bearer token-1"]);
    const background = await call(1);
    expect(provide).toHaveBeenCalledTimes(2);
    background.settle();
    await vi.waitFor(async () => expect(await authorize(strategy)).toBe("Bearer token-2"));
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("is renewed a minute before, and not a millisecond sooner", async () => {
    const { strategy, provide } = await lived();
    vi.setSystemTime(start + 59 * minute - 1);
    await authorize(strategy);
    expect(provide).toHaveBeenCalledOnce();
    vi.setSystemTime(start + 59 * minute);
    await authorize(strategy);
    await vi.waitFor(() => expect(provide).toHaveBeenCalledTimes(2));
  });

  test("may be as long ago as 1973", async () => {
    expect(await authorize(acme(() => ({ value: "token-1", expiresAt: 100_000_000_000 })))).toBe("Bearer token-1");
    await expect(authorize(acme(() => ({ value: "token-1", expiresAt: 99_999_999_999 })))).rejects.toThrow(/multiply/);
  });

  test("is renewed in the last tenth of a short life", async () => {
    const { strategy, provide } = await lived(start + 20_000);
    vi.setSystemTime(start + 17_500);
    await authorize(strategy);
    expect(provide).toHaveBeenCalledOnce();
    vi.setSystemTime(start + 18_500);
    expect(await authorize(strategy)).toBe("Bearer token-1");
    await vi.waitFor(() => expect(provide).toHaveBeenCalledTimes(2));
  });

  test("a failed background renewal is silent and tried again by a later request", async () => {
    const { strategy, provide, call } = await lived();
    vi.setSystemTime(start + 59.5 * minute);
    await authorize(strategy);
    (await call(1)).fail(new Error("vault"));
    await vi.waitFor(async () => {
      vi.setSystemTime(Date.now() + 1_000);
      expect(await authorize(strategy)).toBe("Bearer token-1");
      expect(provide).toHaveBeenCalledTimes(3);
    });
  });

  test("is waited for once it is over", async () => {
    const { strategy, provide, call } = await lived();
    vi.setSystemTime(start + 60 * minute);
    const waiting = Promise.all([authorize(strategy), authorize(strategy)]);
    (await call(1)).settle();
    expect(await waiting).toEqual(["Bearer token-2", "Bearer token-2"]);
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("a necessary renewal that fails is unavailable", async () => {
    const { strategy, call } = await lived();
    vi.setSystemTime(start + 60 * minute);
    const waiting = authorize(strategy);
    (await call(1)).fail(new Error("vault"));
    await expect(waiting).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { message: "vault" } });
  });

  test.each([start / 1000, 0, -1, Number.NaN, new Date(Number.NaN), "2026-01-01", null])(
    "in anything but milliseconds is refused with the hint: %s",
    async (expiresAt) => {
      const strategy = acme(() => ({ value: "token-1", expiresAt: expiresAt as number }));
      await expect(authorize(strategy)).rejects.toMatchObject({
        code: "ERR_INVALID_SECRET",
        strategy: "acme",
        message: expect.stringMatching(/multiply seconds by 1000/),
      });
    },
  );

  test("that has passed on arrival is used for one second", async () => {
    const provide = vi.fn(() => ({ value: `token-${provide.mock.calls.length}`, expiresAt: start - 1 }));
    const strategy = acme(provide);
    for (let request = 0; request < 50; request += 1) expect(await authorize(strategy)).toBe("Bearer token-1");
    vi.setSystemTime(start + 1_000);
    expect(await authorize(strategy)).toBe("Bearer token-2");
  });

  test("no timer is left behind", async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    await lived();
    expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBeLessThanOrEqual(before);
  });
});

describe("a call says why it happens", () => {
  test("first, expiring, expired, rejected", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const reasons: string[] = [];
    const strategy = acme(({ reason, signal }) => {
      reasons.push(`${reason} ${signal.aborted}`);
      return { value: `token-${reasons.length}`, expiresAt: Date.now() + 3_600_000 };
    });
    await authorize(strategy);
    vi.setSystemTime(Date.now() + 3_599_000);
    await authorize(strategy);
    await vi.waitFor(async () => expect(await authorize(strategy)).toBe("Bearer token-2"));
    vi.setSystemTime(Date.now() + 3_600_000);
    await authorize(strategy);
    vi.setSystemTime(Date.now() + 1_000);
    await renew(strategy, "Bearer token-3");
    expect(reasons).toEqual(["first false", "expiring false", "expired false", "rejected false"]);
  });
});

describe("brakes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const failing = () => {
    const provide = vi.fn<() => ProvidedSecret>(() => {
      throw new Error(`vault ${provide.mock.calls.length}`);
    });
    return provide;
  };

  test("a failure is repeated for one second without a call", async () => {
    const provide = failing();
    const strategy = acme(provide);
    const first = await authorize(strategy).catch((error: unknown) => error);
    vi.advanceTimersByTime(999);
    expect(await (async () => authorize(strategy))().catch((error: unknown) => error)).toBe(first);
    vi.advanceTimersByTime(1);
    await expect(authorize(strategy)).rejects.toMatchObject({ cause: { message: "vault 2" } });
  });

  test("a failure is not repeated to requests that come while the next call is under way", async () => {
    const { provide, call } = slow();
    const strategy = acme(provide);
    const first = authorize(strategy);
    await vi.advanceTimersByTimeAsync(0);
    (await call(0)).fail(new Error("vault"));
    await expect(first).rejects.toThrow();
    vi.advanceTimersByTime(1_000);
    const waiting = Promise.all([authorize(strategy), authorize(strategy)]);
    await vi.advanceTimersByTimeAsync(0);
    (await call(1)).settle();
    expect(await waiting).toEqual(["Bearer token-2", "Bearer token-2"]);
  });

  test("a clock that was set back does not keep a failure", async () => {
    const provide = failing();
    const strategy = acme(provide);
    await expect(authorize(strategy)).rejects.toThrow();
    vi.setSystemTime(Date.now() - 3_600_000);
    await expect(authorize(strategy)).rejects.toMatchObject({ cause: { message: "vault 2" } });
  });

  test("a failing background renewal is tried once a second", async () => {
    const provide = vi.fn(() => {
      if (provide.mock.calls.length > 1) throw new Error("vault");
      return { value: "token-1", expiresAt: Date.now() + 3_600_000 };
    });
    const strategy = acme(provide);
    await authorize(strategy);
    vi.advanceTimersByTime(3_590_000);
    for (let request = 0; request < 400; request += 1) {
      expect(await authorize(strategy)).toBe("Bearer token-1");
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(provide.mock.calls.length - 1).toBeLessThanOrEqual(4);
  });

  test("a call after a 401 is delayed until a second has passed since the last one", async () => {
    const provide = vi.fn(() => `token-${provide.mock.calls.length}`);
    const strategy = acme(provide);
    await authorize(strategy);
    const renewals = Promise.all([1, 2, 3].map(() => renew(strategy, "Bearer token-1")));
    await vi.advanceTimersByTimeAsync(999);
    expect(provide).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1);
    expect(await renewals).toEqual(["Bearer token-2", "Bearer token-2", "Bearer token-2"]);
    expect(provide).toHaveBeenCalledTimes(2);
  });

  test("the same value is not asked for again for five seconds", async () => {
    const provide = vi.fn(() => "token-1");
    const strategy = acme(provide);
    await authorize(strategy);
    const first = renew(strategy, "Bearer token-1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toBeUndefined();
    for (let request = 0; request < 200; request += 1) expect(await renew(strategy, "Bearer token-1")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(await renew(strategy, "Bearer token-1")).toBeUndefined();
    expect(provide).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    await renew(strategy, "Bearer token-1");
    expect(provide).toHaveBeenCalledTimes(3);
  });

  test("the same expired value is asked for again after a second", async () => {
    const provide = vi.fn(() => ({ value: "token-1", expiresAt: 1e12 }));
    const strategy = acme(provide);
    for (let second = 1; second <= 3; second += 1) {
      await authorize(strategy);
      await authorize(strategy);
      expect(provide).toHaveBeenCalledTimes(second);
      vi.advanceTimersByTime(1_000);
    }
  });

  test("a function that does not settle fails after 30 seconds, and may be called again", async () => {
    const signals: AbortSignal[] = [];
    const late: ((secret: string) => void)[] = [];
    const strategy = acme(({ signal }) => {
      signals.push(signal);
      return signals.length === 1 ? new Promise((resolve) => late.push(resolve)) : "token-2";
    });
    const waiting = Promise.allSettled([authorize(strategy), authorize(strategy)]);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(signals[0]?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    for (const outcome of await waiting) {
      expect(outcome).toMatchObject({ reason: { code: "ERR_SECRET_UNAVAILABLE", strategy: "acme" } });
    }
    expect(signals[0]?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await authorize(strategy)).toBe("Bearer token-2");
    late[0]?.("token-1");
    await vi.advanceTimersByTimeAsync(0);
    expect(await authorize(strategy)).toBe("Bearer token-2");
  });
});

describe("brakes at their edges", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([0, 1, 20_000])("a value that expired %i ms before it arrived late is used for one second", async (ago) => {
    const provide = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return { value: "token-1", expiresAt: Date.now() - ago };
    });
    const strategy = acme(provide);
    const first = authorize(strategy);
    await vi.advanceTimersByTimeAsync(2_000);
    await first;
    await vi.advanceTimersByTimeAsync(999);
    expect(await authorize(strategy)).toBe("Bearer token-1");
    expect(provide).toHaveBeenCalledOnce();
  });

  test("a call after a 401 to a new value is delayed, although the one before was returned twice", async () => {
    const values: ProvidedSecret[] = ["token-1", { value: "token-1", expiresAt: Date.now() + 3_000 }, "token-2"];
    const provide = vi.fn(() => values.shift() ?? "token-3");
    const strategy = acme(provide);
    await authorize(strategy);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await renew(strategy, "Bearer token-1")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await authorize(strategy)).toBe("Bearer token-2");
    const renewal = renew(strategy, "Bearer token-2");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await renewal).toBe("Bearer token-3");
  });

  test("the same value is asked for again as soon as it has expired", async () => {
    const provide = vi.fn(() => ({ value: "token-1", expiresAt: 1e12 }));
    const strategy = acme(provide);
    await authorize(strategy);
    await vi.advanceTimersByTimeAsync(1_000);
    await authorize(strategy);
    await vi.advanceTimersByTimeAsync(1_500);
    await renew(strategy, "Bearer token-1");
    expect(provide).toHaveBeenCalledTimes(3);
  });

  test("a call that settled aborts no signal, and leaves no timer", async () => {
    const signals: AbortSignal[] = [];
    const strategy = acme(({ signal }) => {
      signals.push(signal);
      return "token-1";
    });
    await authorize(strategy);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(signals[0]?.aborted).toBe(false);
  });

  test("401s for a value that a renewal in the background replaces wait for it", async () => {
    const { provide, call } = slow();
    const strategy = acme(provide);
    const first = authorize(strategy);
    await vi.advanceTimersByTimeAsync(0);
    (await call(0)).settle({ value: "token-1", expiresAt: Date.now() + 100_000 });
    await first;
    await vi.advanceTimersByTimeAsync(95_000);
    expect(await authorize(strategy)).toBe("Bearer token-1");
    const renewals = Promise.all([renew(strategy, "Bearer token-1"), renew(strategy, "Bearer token-1")]);
    await vi.advanceTimersByTimeAsync(0);
    (await call(1)).settle();
    expect(await renewals).toEqual(["Bearer token-2", "Bearer token-2"]);
    expect(provide).toHaveBeenCalledTimes(2);
  });
});

test("the 30 seconds keep no process alive", async () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const waiting = authorize(acme(() => new Promise(() => {})));
  expect(set.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
  for (const { value } of set.mock.results) clearTimeout(value);
  expect(await Promise.race([waiting, "waiting"])).toBe("waiting");
});

test("timers may be numbers, as in browsers", async () => {
  vi.stubGlobal("setTimeout", () => 1);
  vi.stubGlobal("clearTimeout", () => {});
  expect(await authorize(acme(() => "token-1"))).toBe("Bearer token-1");
});

test("null from a function is named", async () => {
  await expect(authorize(acme((() => null) as never))).rejects.toThrow(/it is null/);
});

test("a refusal that no secret can fix calls nothing", async () => {
  const provide = vi.fn(() => "token-1");
  const strategy = acme(provide);
  await authorize(strategy);
  const final = { ...invalidToken, text: async () => '{"detail":"Unauthorized organization access."}' };
  expect(await strategy.renew?.({ header: "Bearer token-1", origins: [] }, request, final)).toBeUndefined();
  expect(provide).toHaveBeenCalledOnce();
});

test("canRenew replaces the reading of the refusal", async () => {
  const strategy = defineStrategy({
    name: "acme",
    secret: () => "token-1",
    read: (token) => ({ credentials: token }),
    canRenew: ({ status }) => status === 418,
  });
  expect(await strategy.renew?.({ header: "old", origins: [] }, request, invalidToken)).toBeUndefined();
  const teapot = { ...invalidToken, status: 418 };
  expect(await strategy.renew?.({ header: "old", origins: [] }, request, teapot)).toHaveProperty("header", "token-1");
});
