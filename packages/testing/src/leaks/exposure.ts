/** How many objects are looked at before a search gives up: a socket leads to most of the process. */
const OBJECT_LIMIT = 20_000;

/** Deeper than clients nest anything. Without an end, workerd prints a Request and its signal in turn until the stack is full. */
const DEPTH = 20;

/** Where a value shows one of these texts to whoever prints, serialises, clones or explores it. */
export function exposure(value: unknown, secrets: readonly string[]): string | undefined {
  const shows = (text: unknown): boolean => typeof text === "string" && secrets.some((secret) => text.includes(secret));
  for (const [way, print] of printers) {
    if (shows(attempt(() => print(value)))) return way;
  }
  return (
    reachable("it", value, shows) ??
    reachable(
      "structuredClone(it)",
      attempt(() => structuredClone(value)),
      shows,
    )
  );
}

const printers: readonly (readonly [way: string, print: (value: unknown) => unknown])[] = [
  ["String(it)", String],
  ["JSON.stringify(it)", (value) => JSON.stringify(value)],
  ["util.inspect(it)", (value) => inspect()?.(value, { depth: DEPTH, showHidden: true })],
];

/** Node's own printing, which `console.log` uses, wherever the runtime has it. */
function inspect(): ((value: unknown, options: object) => string) | undefined {
  const { process } = globalThis as {
    readonly process?: {
      getBuiltinModule?(name: string): { inspect?(value: unknown, options: object): string } | undefined;
    };
  };
  return attempt(() => process?.getBuiltinModule?.("node:util"))?.inspect;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined; // What cannot be printed or cloned shows nothing that way.
  }
}

/** The path to a text that shows, through own properties and what collections and errors hold. */
function reachable(root: string, value: unknown, shows: (text: unknown) => boolean): string | undefined {
  const seen = new Set<unknown>();
  const queue: (readonly [path: string, value: unknown])[] = [[root, value]];
  for (const [path, next] of queue) {
    if (shows(next)) return path;
    if ((typeof next !== "object" && typeof next !== "function") || next === null || seen.has(next)) continue;
    if (seen.size >= OBJECT_LIMIT) return undefined;
    seen.add(next);
    for (const [name, part] of parts(next)) queue.push([`${path}.${name}`, part]);
  }
  return undefined;
}

function parts(whole: object): (readonly [name: string, part: unknown])[] {
  if (ArrayBuffer.isView(whole)) return [];
  const found: (readonly [string, unknown])[] = [];
  // Getters are left alone, own and inherited: printing does not call them either, and calling them may do things.
  for (const key of attempt(() => Reflect.ownKeys(whole)) ?? []) {
    const name = typeof key === "symbol" ? String(key) : key;
    found.push([`${name} (key)`, name], [name, attempt(() => Object.getOwnPropertyDescriptor(whole, key)?.value)]);
  }
  if (whole instanceof Error) found.push(["message", whole.message], ["stack", whole.stack], ["cause", whole.cause]);
  const tag = Object.prototype.toString.call(whole);
  if (tag === "[object Request]" && "headers" in whole) found.push(["headers", whole.headers]);
  if (/^\[object (?:Map|Set|Headers|URLSearchParams)\]$/.test(tag)) {
    found.push(["entries", attempt(() => Array.from(whole as Iterable<unknown>))]);
  }
  return found;
}
