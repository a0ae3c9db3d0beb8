/** What a caller may give as `headers`: a plain object, or anything that gives name and value pairs. */
export type HeadersInput = Readonly<Record<string, unknown>> | Iterable<Iterable<unknown>>;

/** Headers that can be read again: an iterable may be one that can be read only once, such as a generator's. */
export function readHeaders(headers: HeadersInput | null | undefined): Readonly<Record<string, unknown>> | unknown[][] {
  if (!isIterable(headers)) return headers ?? {};
  // A copy of a `Headers` object by spreading would be empty, and a global `Headers` may not be the one that this fetch
  // knows: pairs are understood by every fetch. (`Array.from` takes nine times as long.)
  const pairs: unknown[][] = [];
  for (const pair of headers) pairs.push([...pair]);
  return pairs;
}

/** Whether the caller brought an `Authorization` header, in any casing. */
export function hasAuthorization(headers: ReturnType<typeof readHeaders>): boolean {
  if (Array.isArray(headers)) return headers.some((pair) => isAuthorization(`${pair[0]}`));
  for (const name in headers) if (isAuthorization(name)) return true;
  return false;
}

/** A copy of the headers with an `Authorization` header of ours. */
export function withAuthorization(headers: ReturnType<typeof readHeaders>, value: string): HeadersInput {
  return Array.isArray(headers) ? [...headers, ["Authorization", value]] : { ...headers, Authorization: value };
}

function isAuthorization(name: string): boolean {
  return /^authorization$/i.test(name);
}

function isIterable(headers: HeadersInput | null | undefined): headers is Iterable<Iterable<unknown>> {
  return Symbol.iterator in Object(headers);
}
