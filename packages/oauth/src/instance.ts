/**
 * Reads the `instance` option: the origin of the Sentry that issues the credentials.
 *
 * @throws {TypeError} for anything but an origin.
 */
export function readInstance(instance: unknown, caller: string): string {
  const url = URL.parse(String(instance ?? "https://sentry.io"));
  const bare = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  // The value stays out of the message: a URL may contain a password.
  if (!bare) throw new TypeError(`${caller}: \`instance\` must be an origin, such as "https://sentry.acme.com"`);
  if (/^.+\.sentry\.io$/.test(url.hostname))
    throw new TypeError(`${caller}: sentry.io issues the tokens of all its regions. Leave \`instance\` out`);
  return url.origin;
}
