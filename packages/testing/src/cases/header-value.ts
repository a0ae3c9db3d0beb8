/** The value of a header, in any casing, of which there is one. */
export function headerValue(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((entry, at) => at % 2 === 0 && entry.toLowerCase() === name.toLowerCase());
  return index < 0 ? undefined : rawHeaders[index + 1];
}
