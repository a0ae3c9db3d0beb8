import type { Principal } from "./principal.ts";
import type { RefusalName } from "./refusals.ts";

/** What the server knows about one credential. */
export interface Grant {
  readonly principal: Principal;
  /** The slug of the organization that the credential can act in. */
  readonly organization: string;
  /** The slug of the project that a client key belongs to. */
  readonly project?: string;
  readonly scopes: readonly string[];
  /** Whether the token is limited to its organization, and so fails everywhere else. */
  readonly bound?: boolean;
  /** The refusal of a credential that is known and no longer good. */
  refusal?: RefusalName | undefined;
  /** For how many more requests the server does not know the token yet, as at a region whose replica lags. */
  lag?: number;
}

/** The credentials that the server knows, by what arrives on the wire. */
export interface Keyring {
  readonly tokens: Map<string, Grant>;
  /** By `clientKeyId`: the server reads nothing else of a DSN. */
  readonly clientKeys: Map<string, Grant>;
  readonly apiKeys: Map<string, Grant>;
  /** The `lag` of tokens that are issued from now on. */
  lag: number;
}

export function createKeyring(): Keyring {
  return { tokens: new Map(), clientKeys: new Map(), apiKeys: new Map(), lag: 0 };
}

/** Makes a token known to the server, after the present lag. */
export function grantToken(keyring: Keyring, token: string, grant: Grant): void {
  grant.lag = keyring.lag;
  keyring.tokens.set(token, grant);
}

export function clientKeyId(publicKey: string, projectId: string): string {
  return `${publicKey}/${projectId}`;
}
