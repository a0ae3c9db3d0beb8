import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { SentryServer } from "@x/sentry-testing";

/** A program as the documents have it: a file, or the code of a block in a page. */
export type Program = { readonly file: URL } | { readonly code: string };

/** What a program left behind. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const reachTheServer = new URL("reach-the-server.ts", import.meta.url).href;
const resolveToSource = new URL("resolve-to-source.ts", import.meta.url).href;

/**
 * Runs a program in its own Node process, unchanged, from the folder whose dependencies it uses. `https://sentry.io`
 * reaches the embedded server, and the variables that the documents name contain its credentials. Our packages are their
 * source, or with `installed` what that folder has of them.
 */
export async function runProgram(
  server: SentryServer,
  program: Program,
  folder: URL,
  extra: {
    readonly env?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
    readonly installed?: boolean;
  } = {},
): Promise<Outcome> {
  const target =
    "file" in program ? [fileURLToPath(program.file)] : ["--input-type=module-typescript", "--eval", program.code];
  const preloads = extra.installed ? [reachTheServer] : [reachTheServer, resolveToSource];
  const options = preloads.flatMap((preload) => ["--import", preload]);
  const child = spawn(process.execPath, [...options, ...target, ...(extra.args ?? [])], {
    cwd: fileURLToPath(folder),
    env: { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1", ...documentedVariables(server), ...extra.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

/** The installation that the documents name. */
const installationId = "7a485448-a9e2-4c85-8a3c-4f44175783c9";

/** The environment variables that the documents name, with the credentials of the embedded server. */
export function documentedVariables({
  origin,
  credentials,
  installations,
  oauth,
}: SentryServer): Record<string, string> {
  const isInstalled = installations.all.some(({ options }) => options.installationId === installationId);
  if (!isInstalled) installations.create({ installationId, authorized: true });
  // A program that logs in has no user who would visit the page.
  oauth.waitsForVisit = false;
  oauth.deviceInterval = 0.001;
  const { username, pathname } = new URL(credentials.dsn);
  return {
    EMBEDDED_SERVER: origin,
    SENTRY_AUTH_TOKEN: credentials.token,
    SENTRY_USER_TOKEN: credentials.userToken,
    SENTRY_API_KEY: credentials.apiKey,
    SENTRY_CLIENT_ID: installations.clientId,
    SENTRY_CLIENT_SECRET: installations.clientSecret,
    SENTRY_OAUTH_CLIENT_ID: oauth.publicClient.clientId,
    // The server reads the key and the project; the host is what ours reads.
    SENTRY_DSN: `https://${username}@o1.ingest.us.sentry.io${pathname}`,
  };
}
