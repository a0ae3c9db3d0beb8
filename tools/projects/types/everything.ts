// A user's module that needs nothing of the platform: every import is from our packages.
import { withSentryAuth as withAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, classifyToken, isSentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";
import { dsnAuth, parseDsn } from "@x/sentry-dsn";
import { withSentryAuth as withAuthOnFetch } from "@x/sentry-fetch";
import { withSentryAuth as withAuthOnKy } from "@x/sentry-ky";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { adapterCases, skipReason, startSentryServer, strategyCases } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";

declare const environment: Readonly<Record<string, string | undefined>>;
declare const client: ((url: string) => Promise<{ readonly status: number }>) & { readonly mine: 1 };

export const strategies: readonly AuthStrategy[] = [
  bearerAuth({ token: environment["TOKEN"], origin: "https://sentry.acme.com" }),
  userTokenAuth({ token: async () => ({ value: "1a2b3c", expiresAt: new Date() }) }),
  dsnAuth({ dsn: environment["DSN"], origin: ["https://sentry.acme.com"] }),
  legacyBasicAuth({ apiKey: () => "1a2b3c" }),
];
// @ts-expect-error -- A misspelled option is an error, and so is this line where the packages have no types.
bearerAuth({ tokn: "1a2b3c" });

const [strategy = bearerAuth({ token: "1a2b3c" })] = strategies;
export const mine: 1 = withAuthOnFetch(client, strategy, { onUntrustedOrigin: "omit" }).mine;
export const adapters: readonly object[] = [withAuthOnAxios, withAuthOnKy];
export const text: string = parseDsn("https://1a2b3c@o1.ingest.us.sentry.io/42").origin + classifyToken("").kind;
export const codeOf = (error: unknown): SentryAuthErrorCode | undefined =>
  isSentryAuthError(error) ? error.code : undefined;
export const counts: readonly number[] = [strategyCases.length, adapterCases.length];
export const skipped: string | undefined = skipReason({ needs: ["server"] }, { lacks: { server: "none here" } });
export const origin = async (): Promise<string> => (await startSentryServer({ recordLimit: 1 })).origin;
