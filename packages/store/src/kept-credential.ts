import type { StoredCredential } from "./contract.ts";

/** A credential in a variable: neither a print nor a recorded local variable shows its secrets. */
export class KeptCredential {
  readonly id: string;
  readonly issuedAt: number;
  /** `Infinity` for a credential that does not expire. */
  readonly expiresAt: number;
  readonly #stored: StoredCredential;

  private constructor(stored: StoredCredential) {
    this.id = stored.id;
    this.issuedAt = stored.issuedAt;
    this.expiresAt = stored.expiresAt ?? Number.POSITIVE_INFINITY;
    this.#stored = stored;
  }

  /** Returns `undefined` for a value that is not a credential. */
  static of(value: unknown): KeptCredential | undefined {
    const read = (name: string): unknown => (Object.hasOwn(Object(value), name) ? Object(value)[name] : undefined);
    const [id, token, issuedAt] = [read("id"), read("value"), read("issuedAt")];
    const [expiresAt, refreshToken] = [read("expiresAt") ?? undefined, read("refreshToken") ?? undefined];
    if (typeof id !== "string" || typeof token !== "string" || typeof issuedAt !== "number") return undefined;
    if (expiresAt !== undefined && typeof expiresAt !== "number") return undefined;
    if (refreshToken !== undefined && typeof refreshToken !== "string") return undefined;
    return new KeptCredential(
      Object.freeze({
        id,
        value: token,
        issuedAt,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(refreshToken === undefined ? {} : { refreshToken }),
      }),
    );
  }

  /** The credential as a store keeps it. */
  get stored(): StoredCredential {
    return this.#stored;
  }

  /** The texts that no error may contain. */
  get secrets(): readonly (string | undefined)[] {
    return [this.#stored.value, this.#stored.refreshToken];
  }

  isExpired(): boolean {
    return Date.now() >= this.expiresAt;
  }
}
