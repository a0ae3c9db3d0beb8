/**
 * The request that is about to be sent, as far as a strategy needs to know it.
 *
 * @example
 * const request: AuthRequest = { url: "https://sentry.io/api/0/organizations/", method: "GET" };
 */
export interface AuthRequest {
  /** The absolute URL that the request goes to. */
  readonly url: string;
  /** The HTTP method, in upper case. */
  readonly method: string;
}

/**
 * The value of an `Authorization` header and the origins that it may be sent to.
 *
 * @example
 * const authorization: Authorization = { header: "Bearer 1a2b3c", origins: ["https://sentry.acme.com"] };
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-authorization
 */
export interface Authorization {
  /** The header's whole value: the scheme, one space, the credentials. */
  readonly header: string;
  /** Exact origins (`https://sentry.acme.com`, `http://10.0.0.5:9000`) or all subdomains (`https://*.sentry.io`). */
  readonly origins: readonly string[];
}

/**
 * A way to authenticate: made by a strategy package, used by an adapter package.
 *
 * @example
 * const perOrganization: AuthStrategy = {
 *   name: "per-organization",
 *   authorize: ({ url }) => ({
 *     header: new URL(url).pathname.startsWith("/api/0/organizations/acme/") ? "Bearer 1a2b3c" : "Bearer 4d5e6f",
 *     origins: ["https://sentry.io"],
 *   }),
 * };
 */
export interface AuthStrategy {
  /** `bearer`, `user-token`, `dsn`, `legacy-basic`, or a third party's own. It appears in errors. */
  readonly name: string;
  /** Gives the authorization for a request. */
  authorize(request: AuthRequest): Authorization | Promise<Authorization>;
  /**
   * Gives another authorization after the server answered 401 to `rejected`, or nothing when there is none.
   * Without this method a 401 is final.
   */
  renew?(rejected: Authorization, request: AuthRequest): Authorization | undefined | Promise<Authorization | undefined>;
}

/**
 * A secret with the time at which it stops being valid.
 *
 * @example
 * const provided: ProvidedSecret = { value: "1a2b3c", expiresAt: Date.now() + 8 * 60 * 60 * 1000 };
 */
export type ProvidedSecret =
  | string
  | {
      readonly value: string;
      /** A date, or milliseconds since the epoch. */
      readonly expiresAt?: Date | number | undefined;
    };

/**
 * A secret, or a function that provides one when it is needed.
 *
 * @example
 * const secret: Secret = async () => (await import("node:fs/promises")).readFile("/run/secrets/sentry", "utf8");
 */
export type Secret = string | (() => ProvidedSecret | Promise<ProvidedSecret>);

/**
 * One or several origins that a credential may go to, each as text or as a `URL`.
 *
 * @example
 * const origin: OriginOption = ["https://sentry.acme.com", "https://*.sentry.acme.com"];
 */
export type OriginOption = string | { readonly href: string } | readonly (string | { readonly href: string })[];

/**
 * The options that every adapter takes.
 *
 * @example
 * const options: AdapterOptions = { onUntrustedOrigin: "omit" };
 */
export interface AdapterOptions {
  /**
   * What happens to a request for an origin that the credential is not for: `"throw"` (the default) refuses it with
   * `ERR_UNTRUSTED_ORIGIN`, `"omit"` sends it without the credential.
   */
  readonly onUntrustedOrigin?: "throw" | "omit" | undefined;
}

/**
 * What an adapter package exports: puts authentication around a client and gives back a client of the same type.
 *
 * @example
 * const logged: AuthAdapter<typeof fetch> = (client, strategy) => {
 *   console.log(`authenticating with ${strategy.name}`);
 *   return client;
 * };
 */
export type AuthAdapter<Client> = (client: Client, strategy: AuthStrategy, options?: AdapterOptions) => Client;
