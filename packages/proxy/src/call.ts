import type { AbortSignalLike } from "@x/sentry-core";

/** A header's name and value, as pairs: every fetch accepts them. */
export type Pairs = readonly (readonly [name: string, ...values: unknown[]])[];

/** One call of a fetch, read once. */
export interface Call {
  readonly url: string;
  /** The same, as the platform serializes it. */
  readonly href: string;
  readonly method: string;
  readonly headers: Pairs;
  readonly body: unknown;
  readonly signal: AbortSignalLike | null | undefined;
  readonly redirect: unknown;
  /** The Request that was passed, whose body can be read once. */
  readonly request: RequestLike | undefined;
  /** Everything else in the init. */
  readonly init: Readonly<Record<string, unknown>>;
}

export interface RequestLike {
  readonly body?: unknown;
  clone(): RequestLike;
}

/** The settings of a Request that a fetch of its URL needs, too; `agent` is node-fetch's. */
const SETTINGS: readonly string[] = [
  "agent",
  "cache",
  "credentials",
  "integrity",
  "keepalive",
  "mode",
  "referrer",
  "referrerPolicy",
];

/**
 * Reads the arguments of a fetch. Returns `undefined` for a URL of which `hrefInside` returns none, without reading the init,
 * whose headers may be readable once, and for arguments that are not those of a fetch: the client rejects them.
 */
export function readCall(
  input: unknown,
  given: unknown,
  hrefInside: (url: string) => string | undefined,
): Call | undefined {
  if (given != null && typeof given !== "object") return undefined;
  const reported = Object(input) === input ? requestUrl(input as object) : undefined;
  const url = reported ?? `${input}`;
  const href = hrefInside(url);
  if (href === undefined) return undefined;
  const request = reported === undefined ? undefined : (input as RequestLike & Record<string, unknown>);
  const init = fieldsOf(given);
  const { headers = request?.["headers"], method = request?.["method"], redirect = request?.["redirect"] } = init;
  if (headers != null && typeof headers !== "object") return undefined;
  const { signal = request?.["signal"], body } = init;
  const settings: Record<string, unknown> = {};
  for (const name of SETTINGS) if (request?.[name] !== undefined) settings[name] = request[name];
  return {
    url,
    href,
    method: methodOf(method),
    headers: pairsOf(headers),
    body: body ?? undefined,
    signal: signal as Call["signal"],
    redirect,
    request,
    init: { ...settings, ...init },
  };
}

/** The URL of a Request of any class, by the accessors of that class; `undefined` for anything else. */
function requestUrl(input: object): string | undefined {
  let home: object | undefined;
  for (let next = Object.getPrototypeOf(input); next !== null; next = Object.getPrototypeOf(next)) {
    if (Object.hasOwn(next, "url") && Object.hasOwn(next, "clone")) home = next;
  }
  const accessor = home && Object.getOwnPropertyDescriptor(home, "url")?.get;
  if (!accessor || !("method" in input)) return undefined;
  try {
    return String(accessor.call(input));
  } catch {
    return undefined;
  }
}

/** Reads each field of an init once, also of a class instance and of an object without a prototype. */
function fieldsOf(init: unknown): Record<string, unknown> {
  // Without a prototype, since a polluted one would show through and hide the init's own fields.
  const fields: Record<string, unknown> = Object.create(null);
  for (let home = init ?? null; home !== null; home = Object.getPrototypeOf(home)) {
    // The last one is some realm's `Object.prototype`, unless it is the init itself.
    if (Object.getPrototypeOf(home) === null && home !== init) break;
    for (const name of Object.getOwnPropertyNames(home)) {
      if (!(name in fields)) fields[name] = Reflect.get(Object(init), name);
    }
  }
  return fields;
}

function pairsOf(headers: unknown): Pairs {
  const entries =
    Symbol.iterator in Object(headers) ? (headers as Iterable<Iterable<unknown>>) : Object.entries(Object(headers));
  return Array.from(entries, (entry) => {
    // More than two parts are for the client to reject.
    const [name, ...values] = entry;
    return [`${name}`, ...values] as const;
  });
}

/** The method as the Fetch standard normalizes it: the case of any other one stays. */
function methodOf(method: unknown): string {
  const text = String(method ?? "GET");
  return /^(?:delete|get|head|options|post|put)$/i.test(text) ? text.toUpperCase() : text;
}
