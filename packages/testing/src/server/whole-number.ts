/** The number that a query parameter holds, or `undefined` where it is missing or no whole number. */
export function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}
