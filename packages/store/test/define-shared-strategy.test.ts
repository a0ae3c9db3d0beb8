import { inspect } from "node:util";
import { SentryAuthError } from "@x/sentry-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CredentialStore, memoryStore, type StoredCredential, storeFirstCredential } from "../src/index.ts";
import { after401, counted, HOUR, headerOf, Issuer, KEY, processWith, REQUEST } from "./shared.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-24T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets the promise settle, and the time pass that it waits for. */
async function settle<T>(promise: Promise<T>, ms = 0): Promise<T> {
  promise.catch(() => {});
  await vi.advanceTimersByTimeAsync(ms);
  return promise;
}

/** A promise that a test settles. */
function gate<T>(): { promise: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe("a valid credential", () => {
  test("is exchanged, stored before its first use, and used without a call to the store", async () => {
    const issuer = new Issuer();
    const store = counted(memoryStore());
    const strategy = processWith(issuer, store);
    expect(await headerOf(strategy)).toBe("Bearer token-1");
    expect((await store.read(KEY))?.value).toBe("token-1");
    expect(store.calls).toEqual(["read", "lock", "read", "replace", "release", "read"]);
    store.calls.length = 0;
    const authorization = strategy.authorize(REQUEST);
    expect(authorization).not.toBeInstanceOf(Promise);
    await headerOf(strategy);
    expect(store.calls).toEqual([]);
    expect(issuer.reasons).toEqual(["first"]);
  });

  test("is exchanged once for all requests of a process, and of a fleet", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const fleet = Array.from({ length: 5 }, () => processWith(issuer, store));
    const headers = await settle(Promise.all([...fleet, ...fleet].map((strategy) => headerOf(strategy))), 1_000);
    expect(new Set(headers)).toEqual(new Set(["Bearer token-1"]));
    expect(issuer.exchanges).toBe(1);
  });

  test("of another process takes one read", async () => {
    const issuer = new Issuer();
    const store = counted(memoryStore());
    const [one, two] = [processWith(issuer, store), processWith(issuer, store)];
    const first = await one.authorize(REQUEST);
    await headerOf(two);
    await settle(after401(two, first), 2_000);
    store.calls.length = 0;
    expect((await after401(one, first))?.header).toBe("Bearer token-2");
    expect(store.calls).toEqual(["read"]);
    expect(issuer.exchanges).toBe(2);
  });
});

describe("renewal by the clock", () => {
  test.each([
    ["an hour before the end", HOUR, 8 * HOUR, 1 - 1e-9, 8 * HOUR - 0.8 * HOUR],
    ["at most a minute before the end", 60_000, 8 * HOUR, 1 - 1e-9, 8 * HOUR - 60_000],
    ["in the last tenth of a short life", HOUR, 5_000, 1 - 1e-9, 4_500],
    ["at a random moment", HOUR, 5_000, 0.5, 4_750],
  ])("happens %s", async (_, renewBefore, life, random, moment) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const issuer = new Issuer();
    issuer.life = life;
    const strategy = processWith(issuer, memoryStore(), { renewBefore });
    await headerOf(strategy);
    await vi.advanceTimersByTimeAsync(moment - 2);
    expect(await headerOf(strategy)).toBe("Bearer token-1");
    await vi.advanceTimersByTimeAsync(4);
    expect(await headerOf(strategy)).toBe("Bearer token-2");
    expect(issuer.reasons).toEqual(["first", "expiring"]);
  });

  test("lets the requests that start during it wait", async () => {
    const issuer = new Issuer();
    issuer.life = 10_000;
    const strategy = processWith(issuer);
    await headerOf(strategy);
    await vi.advanceTimersByTimeAsync(9_999);
    const { promise, open } = gate<ReturnType<Issuer["issue"]>>();
    issuer.next.push(promise);
    const requests = [headerOf(strategy), headerOf(strategy)];
    await vi.advanceTimersByTimeAsync(0);
    requests.push(headerOf(strategy));
    open(issuer.issue());
    expect(await Promise.all(requests)).toEqual(Array(3).fill("Bearer token-2"));
    expect(issuer.exchanges).toBe(2);
  });

  test("goes on with the old credential while the server refuses or the store fails, until it expires", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const issuer = new Issuer();
    issuer.life = 100_000;
    const store = memoryStore();
    const failing = { isDown: false };
    const strategy = processWith(issuer, {
      ...store,
      read: async (key) => {
        if (failing.isDown) throw new Error("connection lost");
        return store.read(key);
      },
    });
    await headerOf(strategy);
    await vi.advanceTimersByTimeAsync(99_000);
    const refusal = new SentryAuthError("ERR_SECRET_UNAVAILABLE", "503");
    issuer.next.push({ unchanged: refusal });
    await vi.advanceTimersByTimeAsync(900);
    expect(await headerOf(strategy)).toBe("Bearer token-1");
    failing.isDown = true;
    await vi.advanceTimersByTimeAsync(200);
    await expect(headerOf(strategy)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(headerOf(strategy)).rejects.toMatchObject({ cause: { message: "connection lost" } });
    failing.isDown = false;
    expect(await headerOf(strategy)).toBe("Bearer token-3");
  });
});

describe("after a 401", () => {
  test("exchanges the rejected credential once for all requests", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    const first = await strategy.authorize(REQUEST);
    const renewed = await settle(Promise.all([after401(strategy, first), after401(strategy, first)]), 1_000);
    expect(renewed.map((authorization) => authorization?.header)).toEqual(["Bearer token-2", "Bearer token-2"]);
    expect((await after401(strategy, first))?.header).toBe("Bearer token-2");
    expect(issuer.reasons).toEqual(["first", "rejected"]);
  });

  test("does nothing if a new token does not help", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    const first = await strategy.authorize(REQUEST);
    expect(await after401(strategy, first, "Unauthorized organization access.")).toBeUndefined();
    expect(issuer.exchanges).toBe(1);
  });

  test("waits for a replica that does not know a new token yet, then exchanges", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    expect(strategy.resends).toBe(2);
    const first = await strategy.authorize(REQUEST);
    const again = after401(strategy, first, "Invalid token");
    await vi.advanceTimersByTimeAsync(500);
    const again2 = await settle(again, 500);
    expect(again2?.header).toBe("Bearer token-1");
    expect(issuer.exchanges).toBe(1);
    const next = again2 && (await settle(after401(strategy, again2, "Invalid token"), 1_000));
    expect(next?.header).toBe("Bearer token-2");
  });

  test("uses another process' credential instead of waiting for a replica", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const [one, two] = [processWith(issuer, store), processWith(issuer, store)];
    const first = await one.authorize(REQUEST);
    await headerOf(two);
    await settle(after401(two, first, "Token expired"), 1_000);
    expect((await after401(one, first, "Invalid token"))?.header).toBe("Bearer token-2");
    expect(issuer.exchanges).toBe(2);
  });

  test("exchanges at once a token that is older than the lag", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    const first = await strategy.authorize(REQUEST);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await after401(strategy, first, "Invalid token"))?.header).toBe("Bearer token-2");
  });
});

describe("a superseded exchange", () => {
  test("uses what another process stored", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const strategy = processWith(issuer, store);
    const other = { id: "other", value: "token-of-another", issuedAt: Date.now() };
    const { promise, open } = gate<"superseded">();
    issuer.next.push(promise);
    const request = headerOf(strategy);
    await vi.advanceTimersByTimeAsync(0);
    open("superseded");
    await vi.advanceTimersByTimeAsync(500);
    await store.replace(KEY, undefined, other);
    expect(await settle(request, 500)).toBe("Bearer token-of-another");
  });

  test("requires a login only if the store still has the old credential, and is not remembered", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const strategy = processWith(issuer, store);
    const first = await strategy.authorize(REQUEST);
    issuer.next.push("superseded");
    const renewal = after401(strategy, first);
    await expect(settle(renewal, 2_000)).rejects.toMatchObject({ code: "ERR_LOGIN_REQUIRED" });
    const stored = await store.read(KEY);
    expect(stored?.value).toBe("token-1");
    // A process that was paused after its exchange stores the result now.
    await store.replace(KEY, stored, { id: "late", value: "token-late", issuedAt: Date.now() });
    expect((await after401(strategy, first))?.header).toBe("Bearer token-late");
    expect(issuer.exchanges).toBe(2);
  });

  test("is repeated once, after a second, for exchanges that need no stored state", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer, memoryStore(), {
      retrySuperseded: true,
      superseded: () => new SentryAuthError("ERR_SECRET_UNAVAILABLE", "busy"),
    });
    issuer.next.push("superseded");
    expect(await settle(headerOf(strategy), 1_000)).toBe("Bearer token-2");
    const first = await strategy.authorize(REQUEST);
    issuer.next.push("superseded", "superseded");
    await expect(settle(after401(strategy, first), 5_000)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    expect(issuer.exchanges).toBe(4);
  });
});

describe("a failed exchange", () => {
  test("fails the requests of one second, and is tried again after that", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    issuer.next.push(new Error("lost the response"));
    const failure = await headerOf(strategy).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { message: "lost the response" } });
    await vi.advanceTimersByTimeAsync(900);
    await expect(headerOf(strategy)).rejects.toBe(failure);
    expect(issuer.exchanges).toBe(1);
    await vi.advanceTimersByTimeAsync(101);
    expect(await headerOf(strategy)).toBe("Bearer token-2");
  });

  test("passes a SentryAuthError on, and never remembers ERR_LOGIN_REQUIRED", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    const error = new SentryAuthError("ERR_LOGIN_REQUIRED", "log in first");
    issuer.next.push(error);
    await expect(headerOf(strategy)).rejects.toBe(error);
    // At most one exchange a second.
    expect(await settle(headerOf(strategy), 1_000)).toBe("Bearer token-2");
  });

  test("shows no secret in its cause", async () => {
    const issuer = new Issuer();
    const strategy = processWith(issuer);
    const first = await strategy.authorize(REQUEST);
    const cause = Object.assign(new Error("invalid refresh-1", { cause: new Error("token-1") }), {
      name: "ResponseBodyError",
      code: "invalid_grant",
      body: "refresh-1",
    });
    issuer.next.push(cause);
    const failure = await settle(after401(strategy, first), 1_000).catch((error: unknown) => error);
    expect(failure).toMatchObject({ cause: { name: "ResponseBodyError", code: "invalid_grant" } });
    expect(inspect(failure, { depth: 20, showHidden: true })).not.toMatch(/refresh-1|token-1/);
  });
});

describe("a slow exchange", () => {
  test("fails the requests after 30 seconds, is not aborted, and its result is stored", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const strategy = processWith(issuer, store);
    const { promise, open } = gate<ReturnType<Issuer["issue"]>>();
    issuer.next.push(promise);
    const request = headerOf(strategy);
    request.catch(() => {});
    await vi.advanceTimersByTimeAsync(29_999);
    expect(issuer.signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await expect(request).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    expect(issuer.signal?.aborted).toBe(true);
    open(issuer.issue());
    await vi.advanceTimersByTimeAsync(0);
    expect((await store.read(KEY))?.value).toBe("token-1");
    expect(await headerOf(strategy)).toBe("Bearer token-1");
    expect(issuer.exchanges).toBe(1);
  });

  test("loses to a process that stored meanwhile", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const strategy = processWith(issuer, store);
    const { promise, open } = gate<ReturnType<Issuer["issue"]>>();
    issuer.next.push(promise);
    const request = headerOf(strategy);
    await vi.advanceTimersByTimeAsync(0);
    await store.replace(KEY, undefined, { id: "other", value: "token-of-another", issuedAt: Date.now() });
    open(issuer.issue());
    expect(await request).toBe("Bearer token-of-another");
  });
});

describe("a store that fails", () => {
  test("keeps an issued credential unused until it is stored", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    let isFull = true;
    const strategy = processWith(issuer, {
      ...store,
      replace: async (key, current, next) => {
        if (isFull)
          throw Object.assign(new Error(`ENOSPC ${next.value}`), { code: "ENOSPC", command: [next.refreshToken] });
        return store.replace(key, current, next);
      },
    });
    for (let request = 0; request < 3; request += 1) {
      const failure = await headerOf(strategy).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause: { code: "ENOSPC" } });
      expect(inspect(failure, { depth: 20, showHidden: true })).not.toMatch(/token-1|refresh-1/);
    }
    isFull = false;
    expect(await headerOf(strategy)).toBe("Bearer token-1");
    expect((await store.read(KEY))?.refreshToken).toBe("refresh-1");
    expect(issuer.exchanges).toBe(1);
  });

  test("is given up after ten seconds, and asked again by the next request", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    let hangs = true;
    const strategy = processWith(issuer, {
      ...store,
      read: (key) => (hangs ? new Promise(() => {}) : store.read(key)),
    });
    await expect(settle(headerOf(strategy), 10_000)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    hangs = false;
    expect(await headerOf(strategy)).toBe("Bearer token-1");
  });

  test("is not trusted to return a credential", async () => {
    const store: CredentialStore = { ...memoryStore(), read: async () => ({ id: 1 }) as unknown as StoredCredential };
    const failure = await headerOf(processWith(new Issuer(), store)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
  });

  test("may have no lock, one that rejects, or one that hangs", async () => {
    const { read, replace } = memoryStore();
    const locks: (CredentialStore["lock"] | undefined)[] = [
      undefined,
      async () => {
        throw new Error("lost");
      },
      () => new Promise(() => {}),
    ];
    for (const lock of locks) {
      const issuer = new Issuer();
      const store = { read, replace, ...(lock && { lock }) };
      const strategy = processWith(issuer, store, { key: String(locks.indexOf(lock)) });
      expect(await settle(headerOf(strategy), 16_000)).toBe("Bearer token-1");
    }
  });

  test("may have a lock that stays taken: requests wait past two dead holders, and do not fail", async () => {
    const issuer = new Issuer();
    const lock = (_: string, ms: number): Promise<never> =>
      new Promise((_, reject) => setTimeout(() => reject(new Error("another process has the lock")), ms));
    const header = headerOf(processWith(issuer, { ...memoryStore(), lock }));
    await vi.advanceTimersByTimeAsync(21_000);
    expect(issuer.exchanges).toBe(0);
    expect(await settle(header, 7_000)).toBe("Bearer token-1");
  });

  test("that lost the credential gets the next one", async () => {
    const issuer = new Issuer();
    let store = memoryStore();
    const strategy = processWith(issuer, {
      read: (key) => store.read(key),
      replace: (key, current, next) => store.replace(key, current, next),
    });
    const first = await strategy.authorize(REQUEST);
    store = memoryStore();
    expect((await settle(after401(strategy, first), 1_000))?.header).toBe("Bearer token-2");
    expect((await store.read(KEY))?.value).toBe("token-2");
  });
});

describe("a credential that has expired when it arrives", () => {
  test("is used for a second", async () => {
    const issuer = new Issuer();
    issuer.life = -HOUR;
    const strategy = processWith(issuer);
    for (let request = 0; request < 5; request += 1) expect(await headerOf(strategy)).toBe("Bearer token-1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await headerOf(strategy)).toBe("Bearer token-2");
  });
});

describe("the strategy", () => {
  test("is frozen, and says where the credential may go", () => {
    const strategy = processWith(new Issuer(), memoryStore(), { origin: "https://sentry.acme.com" });
    expect(Object.isFrozen(strategy)).toBe(true);
    expect(strategy.origins).toEqual(["https://sentry.acme.com"]);
    expect(processWith(new Issuer()).origins).toContain("https://sentry.io");
  });

  test("refuses a store that is none, and an origin that is none", () => {
    expect(() => processWith(new Issuer(), {} as CredentialStore)).toThrow(TypeError);
    expect(() => processWith(new Issuer(), memoryStore(), { origin: "acme" })).toThrow(TypeError);
  });

  test("shows no credential when it is printed", async () => {
    const strategy = processWith(new Issuer());
    const authorization = await strategy.authorize(REQUEST);
    expect(inspect([strategy, authorization], { depth: 20, showHidden: true })).not.toMatch(/token-1|refresh-1/);
  });
});

describe("a first credential", () => {
  test("replaces what is stored, and running processes learn of it", async () => {
    const issuer = new Issuer();
    const store = memoryStore();
    const strategy = processWith(issuer, store);
    const first = await strategy.authorize(REQUEST);
    const exchange = async () => ({ value: "token-of-login", issuedAt: Date.now() });
    await storeFirstCredential({ name: "acme", store, key: KEY, exchange });
    expect((await after401(strategy, first))?.header).toBe("Bearer token-of-login");
    expect(issuer.exchanges).toBe(1);
  });

  test("spends no code on a store that cannot be reached", async () => {
    const exchange = vi.fn();
    const store: CredentialStore = {
      ...memoryStore(),
      read: async () => {
        throw new Error("connection refused");
      },
    };
    const storing = storeFirstCredential({ name: "acme", store, key: KEY, exchange });
    await expect(storing).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE" });
    expect(exchange).not.toHaveBeenCalled();
  });
});
