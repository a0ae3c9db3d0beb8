/** The number in a query parameter, or `undefined` if it is missing or not a whole number. */
export function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}
