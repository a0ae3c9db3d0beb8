import type { AuthRequest, Rejection } from "./contract.ts";
import { parseUrl } from "./origin.ts";

/**
 * What a refusal says, read once for the flow and for everything that explains it.
 *
 * @example
 * const isSso = ({ code }: Refusal): boolean => code === "sso-required";
 */
export interface Refusal {
  /** Who refused the request: Sentry, or a proxy in front of it. */
  readonly by: "sentry" | "proxy";
  /** Whether another secret may get through. */
  readonly renewable: boolean;
  /** Sentry's own words: `detail`, or the `message` of a structured one. */
  readonly detail: string | undefined;
  /** The `code` of a structured `detail`, such as `sso-required`. */
  readonly code: string | undefined;
  /** The body: parsed if it is JSON, else as text; `undefined` if it cannot be read. */
  readonly body: unknown;
}

// Sentry's texts for which another secret helps, and those for which none does.
const RENEWABLE =
  /^(?:Invalid (?:org )?token|Token expired|(?:User|UserApplication) inactive or deleted|Invalid dsn|API key is not valid|Key is disabled)\.?$/;
const FINAL =
  /^(?:Authentication credentials were not provided|Unauthorized organization access|This token access is limited to organization endpoints|Invalid (?:token|basic) header)/;

/**
 * Reads a refusal: who sent it, what it says, and whether another secret may help.
 *
 * A response of another origin than the request's, HTML, a `Basic` challenge, a structured `detail`, a JSON array, and
 * Sentry's texts about something other than the secret are final. An unknown text, an empty body and one that cannot be
 * read are renewable; where the client does not report the response's URL, only a text that Sentry is known to send.
 *
 * @example
 * const rejection: Rejection = {
 *   status: 401,
 *   url: undefined,
 *   header: () => undefined,
 *   text: async () => '{"detail":"Token expired"}',
 * };
 * const { renewable } = await readRefusal(rejection); // true
 *
 * @param request - The request that was refused, which shows a redirect to another origin.
 * @throws Never: a body that fails counts as one that cannot be read.
 */
export async function readRefusal(rejection: Rejection, request?: AuthRequest): Promise<Refusal> {
  const { url } = rejection;
  const isForeign =
    url !== undefined && request !== undefined && parseUrl(url)?.origin !== parseUrl(request.url)?.origin;
  const challenged = matches(/(?:^|,)\s*basic\b/i, rejection.header("www-authenticate"));
  const text = await (async () => rejection.text())().catch(() => undefined);
  const isHtml = matches(/^\s*</, text) || matches(/^text\/html\b/i, rejection.header("content-type"));
  const body = parse(text);
  const said: unknown = field(body, "detail");
  const isStructured = Array.isArray(body) || (typeof said === "object" && said !== null);
  const detail = isStructured ? textOf(field(said, "message")) : textOf(said);
  const known = matches(RENEWABLE, detail);
  const isFinal = isForeign || challenged || isHtml || isStructured || matches(FINAL, detail);
  return {
    by: isForeign || challenged || (isHtml && typeof body === "string") ? "proxy" : "sentry",
    renewable: !isFinal && (known || url !== undefined),
    detail,
    code: textOf(field(said, "code")),
    body,
  };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(`${text}`);
  } catch {
    return text;
  }
}

function matches(pattern: RegExp, text: string | undefined): boolean {
  // No pattern matches the word `undefined`.
  return pattern.test(`${text}`);
}

/** An own property: what JSON says, and nothing that a prototype adds. */
function field(value: unknown, name: string): unknown {
  return Object.hasOwn(Object(value), name) ? Object(value)[name] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
