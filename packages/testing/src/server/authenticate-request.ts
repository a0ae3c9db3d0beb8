import { clientKeyId, type Grant } from "./keyring.ts";
import { malformedHeader, type RefusalName, refuse } from "./refusals.ts";
import type { SentryResponse } from "./sentry-response.ts";
import type { ServerState } from "./server-state.ts";

/** What an endpoint accepts. */
export interface Entrance {
  /** The organization in the path. */
  readonly organization: string | undefined;
  readonly acceptsClientKey: boolean;
  /** Whether it accepts a token that is limited to an organization although its path names none. */
  readonly acceptsBoundToken: boolean;
}

/** Who the caller is, or the refusal. */
export type Authentication = { readonly grant: Grant } | { readonly refusal: SentryResponse };

/**
 * Reads an `Authorization` header by the server's rules.
 *
 * @param header The header's whole value; repeated headers arrive joined by a comma, as they do behind WSGI.
 */
export function authenticateRequest(
  header: string | undefined,
  state: ServerState,
  entrance: Entrance,
): Authentication {
  // ASCII white space only: `\s` would also split on characters that the server takes as part of a word.
  const words = (header ?? "").split(/[ \t\n\r\f\v]+/).filter((word) => word !== "");
  const scheme = words[0]?.toLowerCase();
  if (scheme === "bearer")
    return withOneWord("token", words, state, (token) => authenticateToken(token, state, entrance));
  if (scheme === "basic") return withOneWord("basic", words, state, (word) => authenticateApiKey(word, state));
  if (scheme === "dsn" && entrance.acceptsClientKey)
    return withOneWord("token", words, state, (dsn) => authenticateDsn(dsn, state));
  return refused("not-provided", state);
}

function refused(name: RefusalName, state: ServerState): Authentication {
  return { refusal: refuse(name, state) };
}

function withOneWord(
  kind: "token" | "basic",
  words: readonly string[],
  state: ServerState,
  authenticate: (credentials: string) => Authentication,
): Authentication {
  const [, credentials, ...rest] = words;
  const malformed = (reason: string): Authentication => ({
    refusal: malformedHeader(`Invalid ${kind} header. ${reason}`, state),
  });
  if (credentials === undefined) return malformed("No credentials provided.");
  if (rest.length === 0) return authenticate(credentials);
  return malformed(`${kind === "token" ? "Token" : "Credentials"} string should not contain spaces.`);
}

function authenticateToken(token: string, state: ServerState, entrance: Entrance): Authentication {
  const grant = state.keyring.tokens.get(token);
  if (!grant) return refused(token.startsWith("sntrys_") ? "invalid-org-token" : "invalid-token", state);
  if (grant.lag !== undefined && grant.lag > 0) {
    grant.lag -= 1;
    return refused("invalid-token", state);
  }
  if (grant.refusal !== undefined) return refused(grant.refusal, state);
  if (grant.bound) {
    if (entrance.organization === undefined && !entrance.acceptsBoundToken) return refused("organization-only", state);
    if (entrance.organization !== undefined && entrance.organization !== grant.organization)
      return refused("other-organization", state);
  }
  return { grant };
}

function authenticateDsn(dsn: string, state: ServerState): Authentication {
  // Only the user name and the last path segment count; the host, a secret half and the query do not.
  const parts =
    /^[a-z][a-z0-9+.-]*:\/\/(?<publicKey>[^/?#:@]+)(?::[^/?#@]*)?@[^/?#]*(?:\/[^?#]*)?\/(?<projectId>[^/?#]*)/i;
  const { publicKey, projectId } = parts.exec(dsn)?.groups ?? {};
  const known = publicKey !== undefined && projectId !== undefined;
  const grant = known ? state.keyring.clientKeys.get(clientKeyId(publicKey, projectId)) : undefined;
  if (!grant) return refused("invalid-dsn", state);
  return grant.refusal === undefined ? { grant } : refused(grant.refusal, state);
}

function authenticateApiKey(word: string, state: ServerState): Authentication {
  const userPass = decodeBase64(word);
  const colon = userPass?.indexOf(":") ?? -1;
  if (userPass === undefined || colon < 0)
    return { refusal: malformedHeader("Invalid basic header. Credentials not correctly base64 encoded.", state) };
  // With a password, the server ignores the key.
  if (colon < userPass.length - 1) return refused("not-provided", state);
  const grant = state.keyring.apiKeys.get(userPass.slice(0, colon));
  if (!grant) return refused("invalid-api-key", state);
  return grant.refusal === undefined ? { grant } : refused(grant.refusal, state);
}

function decodeBase64(word: string): string | undefined {
  const wellFormed = word.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(word);
  return wellFormed ? Buffer.from(word, "base64").toString() : undefined;
}
