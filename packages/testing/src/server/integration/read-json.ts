/** A request body that is a JSON object with at least one member. */
export function readJson(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(Buffer.from(body).toString());
    return Object.keys(Object(value)).length > 0 ? Object(value) : undefined;
  } catch {
    return undefined;
  }
}
