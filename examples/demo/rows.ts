import { bearerAuth } from "@x/sentry-bearer";
import { isSentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import type { AdapterSubject, SentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import { type DemoRequest, exchange } from "./exchange.ts";
import { clients, type DemoStrategy, strategiesFor } from "./subjects.ts";

/** One request and what became of it. */
export interface Row {
  readonly strategy: string;
  readonly client: string;
  readonly request: string;
  readonly status: string;
  /** The caller as the server recognized it, or the message that a user sees. */
  readonly outcome: string;
  /** Whether this is what should have happened. */
  readonly expected: boolean;
}

/** Sends the documented requests through every strategy and every client. */
export async function sendDocumented(
  server: SentryServer,
  through: readonly AdapterSubject[] = clients,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const strategy of await strategiesFor(server)) {
    for (const client of through) rows.push(await sendOne(strategy, client));
  }
  return rows;
}

/** Makes common mistakes: another server's URL, an unknown token, a token of the wrong kind. */
export async function sendMistaken(server: SentryServer, elsewhere: SentryServer): Promise<readonly Row[]> {
  const { credentials, origin, urls } = server;

  const strayed: DemoRequest = { method: "GET", url: elsewhere.urls.projects };
  const token = bearerAuth({ token: credentials.token, origin });
  const untrusted = await refused("bearer", "fetch", strayed, "ERR_UNTRUSTED_ORIGIN", () =>
    withSentryAuth(fetch, token)(strayed.url),
  );
  const nothingSent = elsewhere.requests.length === 0;

  const projects: DemoRequest = { method: "GET", url: urls.projects };
  const { secret, detail } = credentials.rejected.unknownToken;
  const response = await withSentryAuth(fetch, bearerAuth({ token: secret, origin }))(projects.url);
  const body = (await response.json()) as { readonly detail?: string };
  const unknown: Row = {
    ...line("bearer", "fetch", projects),
    status: String(response.status),
    outcome: body.detail ?? "",
    expected: response.status === 401 && body.detail === detail,
  };

  const organizations: DemoRequest = { method: "GET", url: urls.organizations };
  const make = (): unknown => userTokenAuth({ token: credentials.organizationToken, origin });
  const wrongKind = await refused("user-token", "fetch", organizations, "ERR_INVALID_SECRET", make);

  return [{ ...untrusted, expected: untrusted.expected && nothingSent }, unknown, wrongKind];
}

async function sendOne({ strategy, request, caller }: DemoStrategy, client: AdapterSubject): Promise<Row> {
  const common = line(strategy.name, client.name, request);
  try {
    const response = await exchange(client, strategy, request);
    const expected = response.status === 200 && response.caller?.startsWith(`${caller} `) === true;
    return { ...common, status: String(response.status), outcome: response.caller ?? response.text, expected };
  } catch (error) {
    return { ...common, status: "failed", outcome: messageOf(error), expected: false };
  }
}

async function refused(
  strategy: string,
  client: string,
  request: DemoRequest,
  code: SentryAuthErrorCode,
  attempt: () => unknown,
): Promise<Row> {
  const common = line(strategy, client, request);
  try {
    await attempt();
    return { ...common, status: "sent", outcome: "should have been refused", expected: false };
  } catch (error) {
    const expected = isSentryAuthError(error) && error.code === code;
    return { ...common, status: "refused", outcome: messageOf(error), expected };
  }
}

function line(
  strategy: string,
  client: string,
  { method, url }: DemoRequest,
): Pick<Row, "strategy" | "client" | "request"> {
  return { strategy, client, request: `${method} ${new URL(url).pathname}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
