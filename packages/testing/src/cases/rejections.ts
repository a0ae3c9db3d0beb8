import type { Rejection } from "@x/sentry-core";
import { someRequest } from "./some-request.ts";

function rejection(text: string | undefined, given: Partial<Rejection> = {}): Rejection {
  return { status: 401, url: someRequest.url, header: () => undefined, text: async () => text, ...given };
}

const detail = (value: unknown): string => JSON.stringify({ detail: value });
const challenge = (value: string) => (name: string) => (name.toLowerCase() === "www-authenticate" ? value : undefined);
const html = "<!doctype html><title>Log in</title>";

/** Refusals that another secret, or another credential, may fix. */
export const renewableRejections: Readonly<Record<string, Rejection>> = {
  "Invalid token": rejection(detail("Invalid token")),
  "Invalid org token": rejection(detail("Invalid org token")),
  "Token expired": rejection(detail("Token expired")),
  "User inactive or deleted": rejection(detail("User inactive or deleted")),
  "Invalid dsn": rejection(detail("Invalid dsn")),
  "API key is not valid": rejection(detail("API key is not valid")),
  "Key is disabled": rejection(detail("Key is disabled")),
  "an unknown text": rejection(detail("A text of a later version.")),
  "an empty body": rejection(""),
  "a body that cannot be read": rejection(undefined),
  "Invalid token, from a client that does not report the URL": rejection(detail("Invalid token"), { url: undefined }),
};

/** Refusals that no secret fixes. */
export const finalRejections: Readonly<Record<string, Rejection>> = {
  "credentials that were not provided": rejection(detail("Authentication credentials were not provided.")),
  "a token of another organization": rejection(detail("Unauthorized organization access.")),
  "a malformed header": rejection(detail("Invalid token header. No credentials provided.")),
  "sso-required": rejection(detail({ code: "sso-required", message: "Must login via SSO", extra: {} })),
  "an unknown code": rejection(detail({ code: "later", message: "Invalid token", extra: {} })),
  "a JSON array": rejection('["Invalid token"]'),
  "HTML by its body": rejection(html),
  "HTML by its type": rejection("Log in", {
    header: (name) => (/^content-type$/i.test(name) ? "text/html" : undefined),
  }),
  "a Basic challenge": rejection(detail("Invalid token"), { header: challenge('Basic realm="proxy"') }),
  "another origin": rejection(detail("Invalid token"), { url: "https://login.example/" }),
  "an unknown text, from a client that does not report the URL": rejection(detail("Unknown."), { url: undefined }),
};
