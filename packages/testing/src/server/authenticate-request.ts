import { clientKeyId, type Grant, type Keyring } from "./keyring.ts";

/** What an endpoint says about itself before anybody is let in. */
export interface Entrance {
  /** The organization in the path. */
  readonly organization: string | undefined;
  readonly acceptsClientKey: boolean;
  /** Whether a token that is limited to its organization may come in where the path names none. */
  readonly acceptsBoundToken: boolean;
}

/** Who the caller is, or the `detail` of the 401. */
export type Authentication = { readonly grant: Grant } | { readonly detail: string };

const notProvided: Authentication = { detail: "Authentication credentials were not provided." };

/**
 * Reads an `Authorization` header by the server's rules.
 *
 * @param header The header's whole value; repeated headers arrive joined by a comma, as they do behind WSGI.
 */
export function authenticateRequest(header: string | undefined, keyring: Keyring, entrance: Entrance): Authentication {
  // ASCII white space only: `\s` would also split on characters that the server takes as part of a word.
  const words = (header ?? "").split(/[ \t\n\r\f\v]+/).filter((word) => word !== "");
  const scheme = words[0]?.toLowerCase();
  if (scheme === "bearer") return withOneWord("token", words, (token) => authenticateToken(token, keyring, entrance));
  if (scheme === "basic") return withOneWord("basic", words, (word) => authenticateApiKey(word, keyring));
  if (scheme === "dsn" && entrance.acceptsClientKey)
    return withOneWord("token", words, (dsn) => authenticateDsn(dsn, keyring));
  return notProvided;
}

function withOneWord(
  kind: "token" | "basic",
  words: readonly string[],
  authenticate: (credentials: string) => Authentication,
): Authentication {
  const [, credentials, ...rest] = words;
  if (credentials === undefined) return { detail: `Invalid ${kind} header. No credentials provided.` };
  if (rest.length === 0) return authenticate(credentials);
  const subject = kind === "token" ? "Token" : "Credentials";
  return { detail: `Invalid ${kind} header. ${subject} string should not contain spaces.` };
}

function authenticateToken(token: string, keyring: Keyring, entrance: Entrance): Authentication {
  const grant = keyring.tokens.get(token);
  if (!grant) return { detail: token.startsWith("sntrys_") ? "Invalid org token" : "Invalid token" };
  if (grant.refusal !== undefined) return { detail: grant.refusal };
  if (grant.bound) {
    if (entrance.organization === undefined && !entrance.acceptsBoundToken)
      return { detail: "This token access is limited to organization endpoints." };
    if (entrance.organization !== undefined && entrance.organization !== grant.organization)
      return { detail: "Unauthorized organization access." };
  }
  return { grant };
}

function authenticateDsn(dsn: string, keyring: Keyring): Authentication {
  // Only the user name and the last path segment count; the host, a secret half and the query do not.
  const parts =
    /^[a-z][a-z0-9+.-]*:\/\/(?<publicKey>[^/?#:@]+)(?::[^/?#@]*)?@[^/?#]*(?:\/[^?#]*)?\/(?<projectId>[^/?#]*)/i;
  const { publicKey, projectId } = parts.exec(dsn)?.groups ?? {};
  const known = publicKey !== undefined && projectId !== undefined;
  const grant = known ? keyring.clientKeys.get(clientKeyId(publicKey, projectId)) : undefined;
  if (!grant) return { detail: "Invalid dsn" };
  return grant.refusal === undefined ? { grant } : { detail: grant.refusal };
}

function authenticateApiKey(word: string, keyring: Keyring): Authentication {
  const userPass = decodeBase64(word);
  const colon = userPass?.indexOf(":") ?? -1;
  if (userPass === undefined || colon < 0)
    return { detail: "Invalid basic header. Credentials not correctly base64 encoded." };
  // A password makes this authenticator step aside, so that nobody says what was wrong.
  if (colon < userPass.length - 1) return notProvided;
  const grant = keyring.apiKeys.get(userPass.slice(0, colon));
  if (!grant) return { detail: "API key is not valid" };
  return grant.refusal === undefined ? { grant } : { detail: grant.refusal };
}

function decodeBase64(word: string): string | undefined {
  const wellFormed = word.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(word);
  return wellFormed ? Buffer.from(word, "base64").toString() : undefined;
}
