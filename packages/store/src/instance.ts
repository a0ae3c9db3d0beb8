const SENTRY = "https://sentry.io";

/**
 * Reads the `instance` option of an exchange: the origin of the Sentry that issues the credential.
 *
 * @example
 * readInstance("https://sentry.acme.com/", "acmeAuth"); // "https://sentry.acme.com"
 *
 * @param caller - The function that has the option, for the message.
 * @throws {TypeError} when it is not an origin, or one of a region of sentry.io.
 */
export function readInstance(instance: string | { readonly href: string } | undefined, caller: string): string {
  // A text has no own `href`: a polluted prototype would add one.
  const url = URL.parse(String(typeof instance === "object" ? instance.href : (instance ?? SENTRY)));
  // The value stays out of the message: a URL may contain a password.
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/` || /[*%]/.test(url.host))
    throw new TypeError(`${caller}: \`instance\` must be an origin, such as "https://sentry.acme.com"`);
  if (/^.+\.sentry\.io$/.test(url.hostname))
    throw new TypeError(`${caller}: sentry.io issues the tokens of all its regions. Leave \`instance\` out`);
  return url.origin;
}
