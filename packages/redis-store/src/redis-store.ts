import { type CredentialStore, cleanCause, type StoredCredential } from "@x/sentry-store";
import { redisLock } from "./redis-lock.ts";

/**
 * The options of {@link redisStore}.
 *
 * @example
 * const options: RedisStoreOptions = { command: (args) => client.sendCommand(args) };
 */
export interface RedisStoreOptions {
  /**
   * Sends one command to the primary server and returns its reply: `(args) => client.sendCommand(args)` with node-redis,
   * `([name, ...args]) => client.call(name, ...args)` with ioredis.
   */
  readonly command: (args: string[]) => Promise<unknown>;
  /**
   * The beginning of every key in Redis.
   *
   * @default "sentry-auth:"
   */
  readonly prefix?: string | undefined;
}

/** Stores the third argument if what is stored is the second, or nothing, and returns what is stored then. */
const REPLACE = `local stored = redis.call("GET", KEYS[1])
if stored and stored ~= ARGV[1] then return stored end
redis.call("SET", KEYS[1], ARGV[2])
return ARGV[2]`;

/**
 * Creates a store in Redis, Valkey or another compatible server, for a fleet of processes, with any client.
 *
 * OAuth logins need a server that loses no write: `appendfsync always`, or a store of another kind.
 *
 * @example
 * const store = redisStore({ command: (args) => client.sendCommand(args) });
 *
 * @throws {TypeError} when `command` is not a function.
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export function redisStore(options: RedisStoreOptions): CredentialStore {
  const { command, prefix = "sentry-auth:" } = options ?? {};
  if (typeof command !== "function")
    throw new TypeError("command must be a function: redisStore({ command: (args) => client.sendCommand(args) })");
  if (typeof prefix !== "string") throw new TypeError("prefix must be a string");

  /** Sends a command. A client's error may contain the command's arguments. */
  const send = async (args: string[], ...credentials: (StoredCredential | undefined)[]): Promise<unknown> => {
    try {
      return await command(args);
    } catch (error) {
      throw cleanCause(
        error,
        credentials.flatMap((credential) => [credential?.value, credential?.refreshToken]),
      );
    }
  };
  const keyOf = (key: string): string => `${prefix}credential:${escapeSurrogates(key)}`;

  return Object.freeze({
    read: async (key: string) => {
      const text = textOf(await send(["GET", keyOf(key)]));
      return text === undefined ? undefined : parse(text, keyOf(key));
    },
    replace: async (key: string, current: StoredCredential | undefined, next: StoredCredential) => {
      const name = keyOf(key);
      for (;;) {
        const before = textOf(await send(["GET", name]));
        const stored = before === undefined ? undefined : parse(before, name);
        if (stored && stored.id !== current?.id) return stored;
        const args = ["EVAL", REPLACE, "1", name, before ?? "", JSON.stringify(next)];
        const after = textOf(await send(args, current, next));
        if (after === undefined) throw new Error("Redis returned no value from EVAL");
        const result = parse(after, name);
        // Another text with the same id was stored meanwhile, which no process of this store does.
        if (result.id === next.id || result.id !== current?.id) return result;
      }
    },
    lock: (key: string, ms: number) => redisLock(send, `${prefix}lock:${escapeSurrogates(key)}`, ms),
  });
}

/** Keeps keys apart that differ in lone surrogates only, for which UTF-8 has one form. */
function escapeSurrogates(key: string): string {
  return key.replaceAll(/\\|\p{Surrogate}/gu, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

function textOf(reply: unknown): string | undefined {
  if (reply === null || reply === undefined) return undefined;
  return reply instanceof Uint8Array ? new TextDecoder().decode(reply) : String(reply);
}

function parse(text: string, name: string): StoredCredential {
  const credential = parseJson(text);
  const { id, value, issuedAt } = Object(credential);
  if (typeof id === "string" && typeof value === "string" && typeof issuedAt === "number")
    return credential as StoredCredential;
  throw new Error(`the value of ${name} in Redis is not a credential of this store. Move it away to log in again`);
}

/** Returns `undefined` for text that is not JSON: the parser's own error would contain a part of it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
