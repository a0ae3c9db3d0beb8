import type { AuthRequest } from "@x/sentry-core";

/** A request that any of a strategy's credentials could be for. */
export const someRequest: AuthRequest = Object.freeze({
  url: "https://sentry.io/api/0/organizations/acme/projects/",
  method: "GET",
});
