import { authorizeInstallation } from "@x/sentry-integration";
import type { CredentialStore } from "@x/sentry-store";

/** Where your app keeps its data: the tokens, and which organization has which installation. */
export interface AppData {
  readonly store: CredentialStore;
  saveInstallation(organization: string, installationId: string): Promise<void>;
  removeInstallation(installationId: string): Promise<void>;
}

interface WebhookPayload {
  readonly action: string;
  readonly data: {
    readonly installation?: {
      readonly uuid: string;
      readonly code: string;
      readonly organization: { readonly slug: string };
    };
  };
}

/** Handles a webhook whose signature was verified. */
export async function handleWebhook(body: string, { store, saveInstallation, removeInstallation }: AppData) {
  const { action, data }: WebhookPayload = JSON.parse(body);
  const { installation } = data;
  if (installation === undefined) return;
  if (action === "deleted") await removeInstallation(installation.uuid);
  if (action !== "created") return;
  await authorizeInstallation({
    installationId: installation.uuid,
    code: installation.code,
    clientId: process.env.SENTRY_CLIENT_ID,
    clientSecret: process.env.SENTRY_CLIENT_SECRET,
    store,
  });
  await saveInstallation(installation.organization.slug, installation.uuid);
}
