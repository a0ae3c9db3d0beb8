export { authorizeInstallation } from "./authorize-installation.ts";
export type { ExchangeFetchLike, InstallationOptions } from "./installation.ts";
export { integrationAuth } from "./integration-auth.ts";
export { verifySignature } from "./verify-signature.ts";
