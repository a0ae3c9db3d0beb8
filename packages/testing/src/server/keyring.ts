import type { Principal } from "./principal.ts";

/** What the server keeps about one credential. */
export interface Grant {
  readonly principal: Principal;
  /** The slug of the organization that the credential can act in. */
  readonly organization: string;
  /** The slug of the project that a client key belongs to. */
  readonly project?: string;
  readonly scopes: readonly string[];
  /** Whether the token was limited to its organization, and so fails everywhere else. */
  readonly bound?: boolean;
  /** The `detail` of the 401 that a credential gets which is known and no longer good. */
  refusal?: string | undefined;
}

/** The credentials that the server knows, by what arrives on the wire. */
export interface Keyring {
  readonly tokens: Map<string, Grant>;
  /** By `clientKeyId`: nothing else of a DSN is looked at. */
  readonly clientKeys: Map<string, Grant>;
  readonly apiKeys: Map<string, Grant>;
}

export function createKeyring(): Keyring {
  return { tokens: new Map(), clientKeys: new Map(), apiKeys: new Map() };
}

export function clientKeyId(publicKey: string, projectId: string): string {
  return `${publicKey}/${projectId}`;
}
