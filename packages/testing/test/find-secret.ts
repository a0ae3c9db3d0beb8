import { inspect } from "node:util";

/**
 * Where one of the secrets is to be had from a value, by whatever a logger, a debugger or a curious program does with
 * it: printing, serialising, copying, and following every property, entry, prototype and getter. Empty: nowhere.
 */
export function findSecret(root: unknown, secrets: readonly string[]): string[] {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < 16)) throw new Error("No secret to look for.");
  const found: string[] = [];
  const seen = new Set<unknown>([globalThis, process, process.env]);
  const waiting: (readonly [path: string, value: unknown])[] = [["value", root]];
  const look = (path: string, text: unknown): void => {
    if (typeof text === "string" && secrets.some((secret) => text.includes(secret))) found.push(path);
  };

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    look(path, value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    look(
      `String(${path})`,
      attempt(() => String(value)),
    );
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      look(
        `bytes of ${path}`,
        attempt(() => Buffer.from(value as Uint8Array).toString("latin1")),
      );
      continue;
    }
    for (const [index, entry] of (attempt(() => entriesOf(value)) ?? []).entries())
      waiting.push([`${path}<${index}>`, entry]);
    for (let owner: object | null = value; owner !== null; owner = Object.getPrototypeOf(owner)) {
      if (builtIn.has(owner)) break;
      for (const key of Reflect.ownKeys(owner)) {
        // A class leads to everything that its realm holds.
        if (key === "constructor") continue;
        look(`name in ${path}`, String(key));
        const property = `${path}.${String(key)}`;
        const member = attempt(() => Reflect.get(owner, key, value));
        if (owner === value || typeof member !== "function") waiting.push([property, member]);
      }
    }
  }
  // Printing whole agents and sockets takes seconds: only to find more than nothing.
  if (found.length > 0) return found;
  for (const [name, print] of Object.entries(printers))
    look(
      `${name}(value)`,
      attempt(() => print(root)),
    );
  return found;
}

const everything = { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true } as const;
const whole = { maxArrayLength: null, maxStringLength: null } as const;

const printers: Readonly<Record<string, (value: unknown) => unknown>> = {
  String,
  inspect: (value) => inspect(value, { ...everything, ...whole }),
  "inspect, past custom printers,": (value) => inspect(value, { ...everything, ...whole, customInspect: false }),
  JSON: (value) => JSON.stringify(value),
  structuredClone: (value) => inspect(structuredClone(value), { ...everything, ...whole }),
  spread: (value) => inspect({ ...(value as object) }, { ...everything, ...whole }),
};

const builtIn: ReadonlySet<object> = new Set([Object.prototype, Function.prototype, Array.prototype]);

function entriesOf(value: object): unknown[] {
  if (value instanceof Map || value instanceof Set || value instanceof Headers) return [...value].flat();
  if (value instanceof FormData || value instanceof URLSearchParams) return [...value].flat();
  return [];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
