/**
 * The request that is about to be sent, as a strategy sees it.
 *
 * @example
 * const request: AuthRequest = { url: "https://sentry.io/api/0/organizations/", method: "GET" };
 */
export interface AuthRequest {
  /** The final, absolute URL. */
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
 * A response that refused a credential, in a form that is the same for every client.
 *
 * @example
 * const isGateway = (rejection: Rejection): boolean => rejection.header("x-gateway") === "acme";
 */
export interface Rejection {
  /** The HTTP status. */
  readonly status: number;
  /** The URL that the response came from, after redirects; `undefined` if the client does not report it. */
  readonly url: string | undefined;
  /** Returns a response header's value; `undefined` also where the client hides the header. */
  header(name: string): string | undefined;
  /**
   * Returns the body as text, at most 32 KiB of it, or `undefined` if it cannot be read. The caller of the client can
   * still read the whole body.
   */
  text(): Promise<string | undefined>;
}

/**
 * A way to authenticate: created by a strategy package, used by an adapter package.
 *
 * @example
 * const perOrganization: AuthStrategy = {
 *   name: "per-organization",
 *   origins: ["https://sentry.io"],
 *   authorize: ({ url }) => ({
 *     header: url.includes("/organizations/acme/") ? "Bearer 1a2b3c" : "Bearer 4d5e6f",
 *     origins: ["https://sentry.io"],
 *   }),
 * };
 */
export interface AuthStrategy {
  /** `bearer`, `user-token`, `dsn`, `legacy-basic`, or a third party's own. It appears in errors. */
  readonly name: string;
  /**
   * The origins that the credential may go to, if they are known before there is a secret. A request for another origin
   * is refused without a call to `authorize`.
   */
  readonly origins?: readonly string[] | undefined;
  /**
   * How many times a request may be sent again after a 401: 2 for exchanged credentials, which may reach a replica that
   * does not know them yet.
   *
   * @default 1
   */
  readonly resends?: 1 | 2 | undefined;
  /** Returns the authorization for a request. */
  authorize(request: AuthRequest): Authorization | Promise<Authorization>;
  /**
   * Returns the authorization to send after a 401 to `rejected`, or `undefined` to leave the caller the 401. Without
   * this method, a 401 is final.
   */
  renew?(
    rejected: Authorization,
    request: AuthRequest,
    rejection: Rejection,
  ): Authorization | undefined | Promise<Authorization | undefined>;
}

/**
 * A secret and the time at which it expires.
 *
 * @example
 * const provided: ProvidedSecret = { value: "1a2b3c", expiresAt: Date.now() + 8 * 60 * 60 * 1000 };
 */
export type ProvidedSecret =
  | string
  | {
      readonly value: string;
      /** A `Date`, or milliseconds since the epoch. */
      readonly expiresAt?: Date | number | undefined;
    };

/**
 * The part of an `AbortSignal` that these packages use.
 *
 * @example
 * const signal: AbortSignalLike = AbortSignal.timeout(5_000);
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/**
 * The platform's `AbortSignal`, if this program's types contain it.
 *
 * @example
 * const signal: PlatformSignal = AbortSignal.timeout(5_000);
 */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : AbortSignalLike;

/**
 * The reason for a call to a secret function, and the signal that ends it.
 *
 * @example
 * const secret: Secret = async ({ signal }) => (await fetch("https://vault.acme.com/sentry", { signal })).text();
 */
export interface SecretContext {
  /**
   * `first` for the first call, `expiring` shortly before the current value expires, `expired` after that, and
   * `rejected` after a 401.
   */
  readonly reason: "first" | "expiring" | "expired" | "rejected";
  /** Aborts after 30 seconds, when the requests that wait for the secret fail. */
  readonly signal: PlatformSignal;
}

/**
 * A secret, or a function that returns one when a request needs it.
 *
 * @example
 * const secret: Secret = async () => (await import("node:fs/promises")).readFile("/run/secrets/sentry", "utf8");
 */
export type Secret =
  | string
  | ((context: SecretContext) => ProvidedSecret | undefined | Promise<ProvidedSecret | undefined>);

/**
 * One or more origins that a credential may go to, as text or as a `URL`.
 *
 * @example
 * const origin: OriginOption = ["https://sentry.acme.com", "https://*.sentry.acme.com"];
 */
export type OriginOption = string | { readonly href: string } | readonly (string | { readonly href: string })[];

/**
 * The options of every adapter.
 *
 * @example
 * const options: AdapterOptions = { onUntrustedOrigin: "omit" };
 */
export interface AdapterOptions {
  /**
   * What to do with a request for an origin that the credential is not for: `"throw"` refuses it with
   * `ERR_UNTRUSTED_ORIGIN`, `"omit"` sends it without the credential.
   *
   * @default "throw"
   */
  readonly onUntrustedOrigin?: "throw" | "omit" | undefined;
}

/**
 * The function that an adapter package exports: it adds authentication to a client and returns a client of the same type.
 *
 * @example
 * const logged: AuthAdapter<typeof fetch> = (client, strategy) => {
 *   console.log(`authenticating with ${strategy.name}`);
 *   return client;
 * };
 */
export type AuthAdapter<Client> = (client: Client, strategy: AuthStrategy, options?: AdapterOptions) => Client;
