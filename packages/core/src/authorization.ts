import type { Authorization } from "./contract.ts";
import { SentryAuthError } from "./errors.ts";

/** An authorization whose header is there for whoever asks for it, and for nobody who prints it. */
export class HiddenAuthorization implements Authorization {
  readonly origins: readonly string[];
  readonly #header: string;

  constructor(header: string, origins: readonly string[], strategy: string) {
    this.#header = checkHeader(header, strategy);
    this.origins = origins;
    // All requests share it.
    Object.freeze(this);
  }

  get header(): string {
    return this.#header;
  }

  /** The header of any authorization, checked: once for our own, each time for a third party's. */
  static headerOf(authorization: Authorization, strategy: string): string {
    const given: object = Object(authorization);
    return #header in given ? given.#header : checkHeader(authorization?.header, strategy);
  }
}

// With `showHidden` and `getters`, Node evaluates the getters of a prototype too.
Object.assign(HiddenAuthorization.prototype, {
  [Symbol.for("nodejs.util.inspect.custom")]: (): string => "Authorization {}",
});

// Checked before the client sees it: the platform's TypeError would print the value, axios would repair it silently.
function checkHeader(header: unknown, strategy: string): string {
  if (typeof header === "string" && /^[!-~]+(?: [!-~]+)*$/.test(header)) return header;
  throw new SentryAuthError("ERR_INVALID_SECRET", "the Authorization header is not a legal one", { strategy });
}
