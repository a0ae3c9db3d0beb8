import type { Authorization } from "./contract.ts";
import { invalidSecret } from "./errors.ts";
import { ownOption } from "./options.ts";
import { trustedList } from "./origin.ts";

/**
 * An authorization that was checked before the client sees it: the platform's own TypeError would print an illegal
 * header, and axios would repair it silently. Reading `header` is the only way to get the header.
 */
export class CheckedAuthorization implements Authorization {
  readonly origins: readonly string[];
  readonly #header: string;
  readonly #given: Authorization;

  constructor(header: unknown, origins: readonly string[], strategy: string, given?: Authorization) {
    if (typeof header !== "string" || !/^[!-~]+(?: [!-~]+)*$/.test(header))
      throw invalidSecret(strategy, "the Authorization header contains characters that no header can have");
    this.#header = header;
    this.origins = trustedList(origins, strategy).list;
    this.#given = given ?? this;
    // All requests share it.
    Object.freeze(this);
  }

  get header(): string {
    return this.#header;
  }

  /** The object that the strategy returned. It may show the header, so that no variable may contain it. */
  get given(): Authorization {
    return this.#given;
  }

  /** Checks any authorization: our own was checked when it was created, a third party's is each time. */
  static of(given: Authorization | undefined, strategy: string): CheckedAuthorization {
    const authorization = Object(given);
    if (#header in authorization) return authorization;
    const origins = ownOption(authorization as Authorization, "origins") ?? [];
    return new CheckedAuthorization(authorization.header, origins, strategy, given);
  }
}

Object.defineProperties(CheckedAuthorization.prototype, {
  // With `showHidden` and `getters`, Node calls the getters of a prototype too, except of a built-in class.
  constructor: { value: Object },
  [Symbol.for("nodejs.util.inspect.custom")]: { value: (): string => "Authorization {}" },
});
