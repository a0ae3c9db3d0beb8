/**
 * Returns the key under which a credential is stored. Each part is escaped, so that different parts never make the same
 * key.
 *
 * @example
 * const key = credentialKey({
 *   kind: "oauth",
 *   instance: "https://sentry.io",
 *   clientId: "1a2b3c",
 *   account: "default",
 * });
 *
 * @param parts.instance - The origin of the Sentry that issues the credential.
 * @param parts.account - The account, or the installation.
 */
export function credentialKey(parts: {
  readonly kind: string;
  readonly instance: string;
  readonly clientId: string;
  readonly account: string;
}): string {
  return [parts.kind, parts.instance, parts.clientId, parts.account].map(encodeURIComponent).join(":");
}
