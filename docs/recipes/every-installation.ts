import type { AuthRequest, AuthStrategy } from "@x/sentry-core";
import { integrationAuth } from "@x/sentry-integration";
import type { CredentialStore } from "@x/sentry-store";

/** Looks up an organization's installation, in your database or a cache of it. */
export type FindInstallation = (organization: string) => Promise<string | undefined>;

/** Authenticates each request as the installation of the organization in its URL. */
export function everyInstallation(store: CredentialStore, findInstallation: FindInstallation): AuthStrategy {
  const strategies = new Map<string, AuthStrategy>();

  async function strategyFor({ url }: AuthRequest): Promise<AuthStrategy> {
    const [, organization = ""] =
      /^\/api\/0\/(?:organizations|projects|teams)\/([^/]+)\//.exec(new URL(url).pathname) ?? [];
    const installationId = await findInstallation(decodeURIComponent(organization));
    if (installationId === undefined) throw new Error("the integration is not installed in this organization");
    const known = strategies.get(installationId);
    if (known) return known;
    const { SENTRY_CLIENT_ID: clientId, SENTRY_CLIENT_SECRET: clientSecret } = process.env;
    const strategy = integrationAuth({ installationId, clientId, clientSecret, store });
    strategies.set(installationId, strategy);
    return strategy;
  }

  return {
    name: "every-installation",
    origins: ["https://sentry.io", "https://*.sentry.io"],
    resends: 2,
    authorize: async (request) => (await strategyFor(request)).authorize(request),
    renew: async (rejected, request, rejection) => (await strategyFor(request)).renew?.(rejected, request, rejection),
  };
}
