/** A response before it is written to a connection. */
export interface SentryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text is sent as it is, with the `Content-Type` in `headers`; anything else as JSON; `undefined`: no body. */
  readonly body?: object | string;
  /** Sends a body that never ends instead: as fast as the client reads, or a byte now and then. */
  readonly endless?: "fast" | "slow";
}

export function jsonResponse(status: number, body: object, headers: SentryResponse["headers"] = {}): SentryResponse {
  return { status, headers, body };
}

/** A 403, with a challenge where a scope is what is missing. */
export function forbidden(missingScopes?: readonly string[]): SentryResponse {
  const body = { detail: "You do not have permission to perform this action." };
  if (missingScopes === undefined) return jsonResponse(403, body);
  return jsonResponse(403, body, {
    "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${missingScopes.join(" ")}"`,
  });
}

export function notFound(): SentryResponse {
  return jsonResponse(404, { detail: "The requested resource does not exist" });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): SentryResponse {
  return jsonResponse(405, { detail: `Method "${method}" not allowed.` }, { Allow: allowed.join(", ") });
}
