import { SentryAuthError } from "@x/sentry-core";
import { NAME } from "./client-secret.ts";

/** An exchange that returned no token. */
export interface Refused {
  /** The HTTP status; 0 without a response. */
  readonly status: number;
  /** The time of the response by Sentry's clock, in milliseconds. */
  readonly sentAt: number;
  /** Sentry's own words, without secrets. */
  readonly detail: string | undefined;
  readonly by: "sentry" | "proxy";
  /** Why no complete response arrived, without secrets. */
  readonly failure?: Error;
  readonly isRedirected?: boolean;
}

/** Explains why an exchange returned no token, and what to do. */
export function exchangeError(refused: Refused, instance: string): SentryAuthError {
  const { status, detail = "", failure, by } = refused;
  const quoted = detail === "" ? `status ${status}` : `status ${status}, "${detail}"`;
  const unavailable = (message: string): SentryAuthError =>
    new SentryAuthError("ERR_SECRET_UNAVAILABLE", message, { strategy: NAME, ...(failure && { cause: failure }) });
  const installAgain = (message: string): SentryAuthError =>
    new SentryAuthError("ERR_LOGIN_REQUIRED", message, { strategy: NAME });

  if (failure) return unavailable(`no complete response to the exchange arrived from ${instance} (see cause)`);
  if (refused.isRedirected) {
    return unavailable(
      `the exchange was redirected (status ${status}), which is not followed. Set \`instance\` to the origin that Sentry itself uses`,
    );
  }
  if (by === "proxy") {
    return unavailable(
      `a proxy in front of Sentry refused the exchange (status ${status}). If it needs its own headers, pass a \`fetch\` that adds them`,
    );
  }
  if (/installation/i.test(detail) && (status === 401 || status === 404)) {
    return installAgain(
      `Sentry has no token for this installation (${quoted}). Call authorizeInstallation with the installation's code, once; if the integration was uninstalled, install it again`,
    );
  }
  if (/\bgrant\b/i.test(detail) && status === 401) {
    return installAgain(
      `Sentry does not accept the installation's code (${quoted}). A code works once, for a short time. If it was used before, integrationAuth needs no other; otherwise install the integration again`,
    );
  }
  if (/\bJWT\b|Client ID/.test(detail)) {
    return unavailable(
      `Sentry refused the client id or the client secret (${quoted}). Compare both with the integration's settings in Sentry`,
    );
  }
  if (status < 300) return unavailable(`the response to the exchange contains no token (status ${status})`);
  return unavailable(`Sentry refused the exchange (${quoted})`);
}
