import type { Keyring } from "./keyring.ts";
import type { RefusalContext } from "./refusals.ts";

/** What the endpoints of one server share. */
export interface ServerState extends RefusalContext {
  readonly keyring: Keyring;
}
