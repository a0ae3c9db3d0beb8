/** The forms of `headers` in an init: a plain object, or an iterable of name and value pairs. */
export type HeadersInput = Readonly<Record<string, unknown>> | Iterable<Iterable<unknown>>;

/** A copy of the caller's headers: later code reads nothing of the caller's. */
export type ReadHeaders = Readonly<Record<string, unknown>> | readonly (readonly unknown[])[];

/** Copies headers, reading each name and value once. Throws for what no fetch accepts. */
export function readHeaders(headers: HeadersInput | null | undefined): ReadHeaders {
  if (headers != null && typeof headers !== "object") throw new TypeError();
  if (!isIterable(headers)) return { ...headers };
  // A spread copy of a `Headers` object would be empty, and a global `Headers` may not be the class that this fetch
  // knows: every fetch accepts pairs. (`Array.from` takes nine times as long.)
  const pairs: unknown[][] = [];
  for (const pair of headers) {
    // A `Headers` object has arrays of two. Iterating over each takes several times as long.
    const copy: unknown[] = Array.isArray(pair) && pair.length === 2 ? [pair[0], pair[1]] : [...pair];
    // A text is iterable, too.
    if (typeof pair === "string" || copy.length !== 2) throw new TypeError();
    // An object could convert to another name each time.
    copy[0] = `${copy[0]}`;
    pairs.push(copy);
  }
  return pairs;
}

/** Whether the caller set an `Authorization` header, in any casing. */
export function hasAuthorization(headers: ReadHeaders): boolean {
  if (isPairs(headers)) return headers.some((pair) => isAuthorization(pair[0]));
  for (const name in headers) if (isAuthorization(name)) return true;
  return false;
}

/** Returns a copy of the headers with our `Authorization` header. */
export function withAuthorization(headers: ReadHeaders, value: string): HeadersInput {
  return isPairs(headers) ? [...headers, ["Authorization", value]] : { ...headers, Authorization: value };
}

function isAuthorization(name: unknown): boolean {
  return typeof name === "string" && name.length === 13 && name.toLowerCase() === "authorization";
}

function isPairs(headers: ReadHeaders): headers is readonly (readonly unknown[])[] {
  return Array.isArray(headers);
}

function isIterable(headers: HeadersInput | null | undefined): headers is Iterable<Iterable<unknown>> {
  return headers != null && Symbol.iterator in headers;
}
