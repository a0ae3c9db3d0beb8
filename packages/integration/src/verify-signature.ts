import { readOptions, type Secret } from "@x/sentry-core";
import { clientSecretSource } from "./client-secret.ts";
import { importSecret } from "./hmac.ts";

/**
 * Verifies the signature of a webhook or of another request that Sentry sends to an integration.
 *
 * The comparison takes constant time. A missing or malformed signature is `false`.
 *
 * @example
 * const isGenuine = async (request: Request): Promise<boolean> =>
 *   verifySignature({
 *     body: await request.text(),
 *     signature: request.headers.get("Sentry-Hook-Signature"),
 *     clientSecret: process.env.SENTRY_CLIENT_SECRET,
 *   });
 *
 * @param options.body - The body's bytes or text as received, before any parsing; `""` for a request without a body.
 * @param options.signature - The header `Sentry-Hook-Signature`, or `Sentry-App-Signature` of UI components and alert rule
 *   actions.
 * @param options.clientSecret - The integration's client secret. A function's value is cached, as in `integrationAuth`.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` if the client secret is missing, `ERR_SECRET_UNAVAILABLE` if its function
 *   failed.
 * @throws {TypeError} if `body` was parsed already.
 * @see https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
 */
export async function verifySignature(options: {
  readonly body: string | ArrayBuffer | ArrayBufferView;
  readonly signature: string | readonly string[] | null | undefined;
  readonly clientSecret: Secret | undefined;
}): Promise<boolean> {
  const call = "verifySignature({ body, signature, clientSecret })";
  const { body, signature, clientSecret } = readOptions(call, options, ["body", "clientSecret"], ["signature"]);
  const bytes = bytesOf(body);
  const source = clientSecretSource(clientSecret);
  if (typeof signature !== "string" || !/^[\da-f]{64}$/i.test(signature)) return false;
  const given = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const key = await importSecret(await source.authorize({ url: "", method: "" }), "verify");
  return crypto.subtle.verify("HMAC", key, given, bytes);
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  // Copied: WebCrypto refuses views of a SharedArrayBuffer.
  if (ArrayBuffer.isView(body)) return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body as ArrayBuffer);
  throw new TypeError(
    'verifySignature: `body` must be the raw body, as text, ArrayBuffer or view. Verify it before it is parsed; use "" if there is none',
  );
}
