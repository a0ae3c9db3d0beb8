/** A value inside an object, and the way to it. */
export interface Part {
  readonly step: string;
  readonly value: unknown;
}

const MOST = 10_000;

type Getter = readonly [key: PropertyKey, get: () => unknown];

/** The getters of the prototypes that a search has seen: most objects share theirs with many others. */
export type KnownGetters = WeakMap<object, readonly Getter[]>;

/** Everything inside an object that can be read without calling its methods. */
export function* contents(
  owner: object,
  deliberate: (owner: object, key: PropertyKey) => boolean,
  known: KnownGetters,
): Generator<Part, void, undefined> {
  if (ArrayBuffer.isView(owner) || isBuffer(owner)) yield* bytes(owner);
  else yield* properties(owner, deliberate);
  for (let home = prototypeOf(owner); home !== null; home = prototypeOf(home)) {
    yield { step: ".[[Prototype]]", value: home };
    for (const [key, get] of gettersOf(home, known)) {
      if (!deliberate(owner, key)) yield read(owner, stepOf(key), get);
    }
  }
  yield* entries(owner);
  if (owner instanceof WeakRef) yield { step: ".deref()", value: owner.deref() };
}

/** An object's own properties, hidden ones too. */
function* properties(
  owner: object,
  deliberate: (owner: object, key: PropertyKey) => boolean,
): Generator<Part, void, undefined> {
  for (const key of attempt(() => Reflect.ownKeys(owner)) ?? []) {
    if (deliberate(owner, key)) continue;
    const step = stepOf(key);
    const { value, get, set } = attempt(() => Object.getOwnPropertyDescriptor(owner, key)) ?? {};
    yield { step: `, key ${step}`, value: key };
    yield { step, value };
    if (set !== undefined) yield { step: `${step}, its setter`, value: set };
    if (get === undefined) continue;
    yield { step: `${step}, its getter`, value: get };
    yield read(owner, step, get);
  }
  // A Proxy may return what its keys do not name.
  for (const key of ["cause", "errors", "stack", "message", "headers", "authorization"]) {
    if (!deliberate(owner, key)) yield { step: `.${key}`, value: attempt(() => Reflect.get(owner, key)) };
  }
}

function gettersOf(home: object, known: KnownGetters): readonly Getter[] {
  const found = known.get(home);
  if (found !== undefined) return found;
  const getters = (attempt(() => Reflect.ownKeys(home)) ?? []).flatMap((key): Getter[] => {
    const { get } = attempt(() => Object.getOwnPropertyDescriptor(home, key)) ?? {};
    return get === undefined ? [] : [[key, get]];
  });
  known.set(home, getters);
  return getters;
}

function read(owner: object, step: string, get: () => unknown): Part {
  try {
    return { step, value: Reflect.apply(get, owner, []) };
  } catch (error) {
    return { step: `${step}, thrown`, value: error };
  }
}

function stepOf(key: PropertyKey): string {
  return typeof key === "symbol" ? `[${String(key)}]` : `.${key}`;
}

/** What an object yields, if iterating does not use it up. */
function* entries(owner: object): Generator<Part, void, undefined> {
  if (Array.isArray(owner) || ArrayBuffer.isView(owner)) return;
  try {
    const iterator: unknown = (owner as Partial<Iterable<unknown>>)[Symbol.iterator]?.();
    if (iterator === undefined || iterator === owner) return;
    let index = 0;
    for (const entry of owner as Iterable<unknown>) {
      if (index === MOST) return;
      yield { step: `, entry ${index}`, value: entry };
      index += 1;
    }
  } catch (error) {
    yield { step: ", thrown by its iterator", value: error };
  }
}

function* bytes(owner: ArrayBufferView | ArrayBuffer | SharedArrayBuffer): Generator<Part, void, undefined> {
  const view = ArrayBuffer.isView(owner)
    ? new Uint8Array(owner.buffer, owner.byteOffset, owner.byteLength)
    : new Uint8Array(owner);
  yield { step: ", as text", value: new TextDecoder("latin1").decode(view) };
  yield { step: ", as UTF-16", value: new TextDecoder("utf-16le").decode(view) };
}

function isBuffer(value: object): value is ArrayBuffer | SharedArrayBuffer {
  return (
    value instanceof ArrayBuffer || (typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer)
  );
}

function prototypeOf(value: object): object | null {
  return attempt(() => Object.getPrototypeOf(value)) ?? null;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
