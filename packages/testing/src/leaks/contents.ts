/** A value inside an object, and the way to it. */
export interface Part {
  readonly step: string;
  readonly value: unknown;
}

const MOST = 10_000;

/** Everything inside an object that can be read without calling its methods. */
export function* contents(
  owner: object,
  deliberate: (owner: object, key: PropertyKey) => boolean,
): Generator<Part, void, undefined> {
  if (ArrayBuffer.isView(owner) || isBuffer(owner)) yield* bytes(owner);
  else yield* properties(owner, owner, deliberate);
  for (let home = prototypeOf(owner); home !== null; home = prototypeOf(home)) {
    yield { step: ".[[Prototype]]", value: home };
    yield* properties(owner, home, deliberate);
  }
  yield* entries(owner);
  if (owner instanceof WeakRef) yield { step: ".deref()", value: owner.deref() };
}

/** The properties that are defined in `home`, hidden ones too, as `owner` has them. */
function* properties(
  owner: object,
  home: object,
  deliberate: (owner: object, key: PropertyKey) => boolean,
): Generator<Part, void, undefined> {
  for (const key of attempt(() => Reflect.ownKeys(home)) ?? []) {
    if (deliberate(owner, key)) continue;
    const step = typeof key === "symbol" ? `[${String(key)}]` : `.${key}`;
    const { value, get, set } = attempt(() => Object.getOwnPropertyDescriptor(home, key)) ?? {};
    if (owner === home) {
      yield { step: `, key ${step}`, value: key };
      yield { step, value };
      yield { step: `${step}, its getter`, value: get };
      yield { step: `${step}, its setter`, value: set };
    }
    if (get === undefined) continue;
    try {
      yield { step, value: Reflect.apply(get, owner, []) };
    } catch (error) {
      yield { step: `${step}, thrown`, value: error };
    }
  }
  // A Proxy may return what its keys do not name.
  for (const key of ["cause", "errors", "stack", "message", "headers", "authorization"]) {
    if (owner === home && !deliberate(owner, key)) {
      yield { step: `.${key}`, value: attempt(() => Reflect.get(owner, key)) };
    }
  }
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
