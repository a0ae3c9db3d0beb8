import { bearerAuth } from "@x/sentry-bearer";

/** The part of a secret manager's client that is needed; every vendor's has a method like it. */
export interface SecretManager {
  getSecret(name: string): Promise<{ readonly value: string }>;
}

const TEN_MINUTES = 10 * 60 * 1000;

/** A token from a secret manager, asked for again every ten minutes and after a 401. */
export function tokenFromManager(manager: SecretManager, name: string) {
  return bearerAuth({
    token: async () => {
      const { value } = await manager.getSecret(name);
      return { value, expiresAt: Date.now() + TEN_MINUTES };
    },
  });
}
