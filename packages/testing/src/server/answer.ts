/** An answer before it is written to a connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text with the `Content-Type` in `headers`. An answer without one has no body. */
  readonly body?: object | string;
}

export function answer(status: number, body: object): Answer {
  return { status, headers: {}, body };
}

/** A 401, with the scheme word that keeps browsers from asking for a password. */
export function unauthenticated(detail: string): Answer {
  return { status: 401, headers: { "WWW-Authenticate": 'xBasic realm="api"' }, body: { detail } };
}

/** A 403, with a challenge where a scope is what is missing. */
export function forbidden(missingScopes?: readonly string[]): Answer {
  const body = { detail: "You do not have permission to perform this action." };
  if (missingScopes === undefined) return answer(403, body);
  const challenge = `Bearer error="insufficient_scope", scope="${missingScopes.join(" ")}"`;
  return { status: 403, headers: { "WWW-Authenticate": challenge }, body };
}

export function notFound(): Answer {
  return answer(404, { detail: "The requested resource does not exist" });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Answer {
  const body = { detail: `Method "${method}" not allowed.` };
  return { status: 405, headers: { Allow: allowed.join(", ") }, body };
}
