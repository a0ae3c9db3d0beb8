/** The parts of the server's responses that the tests read. */
export interface Echo {
  readonly principal: { readonly kind: string; readonly name: string };
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly length: number; readonly base64: string };
}

/** The body that arrived, as text. */
export function bodyOf(response: Echo): string {
  return Buffer.from(response.body.base64, "base64").toString();
}
