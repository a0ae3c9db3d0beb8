/** A response before it is written to a connection. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text is sent as it is, with the `Content-Type` in `headers`; anything else as JSON; `undefined`: no body. */
  readonly body?: object | string;
  /** Sends a body that never ends instead: as fast as the client reads, or a byte now and then. */
  readonly endless?: "fast" | "slow";
}

export function answer(status: number, body: object, headers: Answer["headers"] = {}): Answer {
  return { status, headers, body };
}

/** A 403, with a challenge where a scope is what is missing. */
export function forbidden(missingScopes?: readonly string[]): Answer {
  const body = { detail: "You do not have permission to perform this action." };
  if (missingScopes === undefined) return answer(403, body);
  return answer(403, body, {
    "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${missingScopes.join(" ")}"`,
  });
}

export function notFound(): Answer {
  return answer(404, { detail: "The requested resource does not exist" });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Answer {
  return answer(405, { detail: `Method "${method}" not allowed.` }, { Allow: allowed.join(", ") });
}
