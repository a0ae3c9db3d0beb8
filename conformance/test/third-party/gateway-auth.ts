import { type AuthStrategy, defineStrategy, type OriginOption, type Secret, SentryAuthError } from "@x/sentry-core";

/** A third party's strategy: tokens of a gateway in front of Sentry. */
export function gatewayAuth(options: {
  readonly token: Secret | undefined;
  readonly origin?: OriginOption | undefined;
}): AuthStrategy {
  return defineStrategy({
    name: "gateway",
    scheme: "Gateway",
    secret: options.token,
    origin: options.origin ?? "https://sentry.acme.com",
    read: (token) => {
      if (token.startsWith("gw_")) return { credentials: token };
      throw new SentryAuthError("ERR_INVALID_SECRET", "this is no token of the gateway", { strategy: "gateway" });
    },
  });
}
