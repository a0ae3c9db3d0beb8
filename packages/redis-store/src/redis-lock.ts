import type { StoreLock } from "@x/sentry-store";

/** How long a lock lives that is not extended, and how often it is extended, in milliseconds. */
const LIFE = 10_000;
const EXTENSION = 2_500;
/** How often a waiter asks, in milliseconds: between one and two times this. */
const ASK = 40;

const EXTEND = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 0`;
const RELEASE = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

/**
 * Waits for a key in Redis that expires unless its holder extends it.
 *
 * @see https://redis.io/docs/latest/develop/use/patterns/distributed-locks/
 */
export async function redisLock(
  send: (args: string[]) => Promise<unknown>,
  name: string,
  ms: number,
): Promise<StoreLock> {
  const token = crypto.randomUUID();
  for (const end = Date.now() + ms; ; ) {
    const reply = await send(["SET", name, token, "NX", "PX", String(LIFE)]);
    if (reply !== null && reply !== undefined) break;
    const left = end - Date.now();
    if (left <= 0) throw new Error(`${name} was not released within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, ASK * (1 + Math.random()))));
  }
  const timer = setInterval(() => {
    send(["EVAL", EXTEND, "1", name, token, String(LIFE)]).catch(() => {});
  }, EXTENSION);
  // Lets the process end, where timers would keep it alive.
  (timer as { unref?(): void }).unref?.();
  let released: Promise<void> | undefined;
  return {
    release: () => {
      clearInterval(timer);
      released ??= send(["EVAL", RELEASE, "1", name, token]).then(
        () => {},
        () => {},
      );
      return released;
    },
  };
}
