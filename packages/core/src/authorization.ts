import type { Authorization, OriginOption } from "./contract.ts";
import { SentryAuthError } from "./errors.ts";
import { listOrigins, parseUrl, startsWithOrigin } from "./origin.ts";

/**
 * An authorization that was checked before the client sees it: the platform's own TypeError would print an illegal
 * header, and axios would repair it silently. Its header is there for whoever asks for it, and for nobody who prints it.
 */
export class CheckedAuthorization implements Authorization {
  readonly origins: readonly string[];
  readonly #header: string;
  readonly #trusted: RegExp;

  constructor(header: unknown, origins: OriginOption, strategy: string) {
    if (typeof header !== "string" || !/^[!-~]+(?: [!-~]+)*$/.test(header))
      throw new SentryAuthError("ERR_INVALID_SECRET", "the Authorization header is not a legal one", { strategy });
    this.#header = header;
    this.origins = listOrigins(origins, strategy);
    this.#trusted = startsWithOrigin(this.origins);
    // All requests share it.
    Object.freeze(this);
  }

  get header(): string {
    return this.#header;
  }

  /** Any authorization, checked: our own was checked when it was made, a third party's is each time. */
  static of(given: Authorization | undefined, strategy: string): CheckedAuthorization {
    const authorization = Object(given);
    if (#header in authorization) return authorization;
    return new CheckedAuthorization(authorization.header, authorization.origins, strategy);
  }

  /**
   * The text of an absolute `url` to send the credential to, or `undefined` where it must not go. The text begins with
   * a trusted origin and a slash, so that no client can read another host in it.
   */
  urlFor(url: string): string | undefined {
    // Whoever parses a text that begins with a serialised origin and a slash finds that origin: the slash ends the
    // authority, so nothing behind it can change the scheme, the userinfo, the host or the port.
    if (this.#trusted.test(url)) return url;
    // In a serialised URL, what stands before that slash is a listed origin only where there is no userinfo, and never in
    // `blob:` and opaque URLs. (`URL.origin` would say yes to the first two.)
    const href = parseUrl(url)?.href;
    return href && this.#trusted.test(href) ? href : undefined;
  }
}

// With `showHidden` and `getters`, Node evaluates the getters of a prototype too.
Object.assign(CheckedAuthorization.prototype, {
  [Symbol.for("nodejs.util.inspect.custom")]: (): string => "Authorization {}",
});
