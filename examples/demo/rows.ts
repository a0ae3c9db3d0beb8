import { bearerAuth } from "@x/sentry-bearer";
import { isSentryAuthError, type SentryAuthErrorCode } from "@x/sentry-core";
import type { SentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import { send } from "./clients/fetch.ts";
import type { DemoClient, DemoRequest, DemoStrategy } from "./contract.ts";
import { findClients, findStrategies } from "./find.ts";

/** One request and what became of it. */
export interface Row {
  readonly strategy: string;
  readonly client: string;
  readonly request: string;
  readonly status: string;
  /** Whom the server took the caller for, or the message that a user sees. */
  readonly outcome: string;
  /** Whether this is what should have happened. */
  readonly expected: boolean;
}

/** Sends the documented requests through every strategy and every client. */
export async function sendDocumented(server: SentryServer): Promise<readonly Row[]> {
  const clients = await findClients();
  const strategies = (await findStrategies()).flatMap((examples) => examples(server));
  const rows: Row[] = [];
  for (const example of strategies) {
    for (const [name, through] of clients) rows.push(await sendOne(example, name, through));
  }
  return rows;
}

/** Makes common mistakes: another server's URL, an unknown token, a token of the wrong kind. */
export async function sendMistaken(server: SentryServer, elsewhere: SentryServer): Promise<readonly Row[]> {
  const { credentials, origin, urls } = server;

  const strayed: DemoRequest = { method: "GET", url: elsewhere.urls.projects };
  const token = bearerAuth({ token: credentials.token, origin });
  const untrusted = await refused("bearer", "fetch", strayed, "ERR_UNTRUSTED_ORIGIN", () => send(token, strayed));
  const nothingSent = elsewhere.requests.length === 0;

  const projects: DemoRequest = { method: "GET", url: urls.projects };
  const { secret, detail } = credentials.rejected.unknownToken;
  const { status, body } = await send(bearerAuth({ token: secret, origin }), projects);
  const unknown: Row = {
    ...line("bearer", "fetch", projects),
    status: String(status),
    outcome: body.detail ?? "",
    expected: status === 401 && body.detail === detail,
  };

  const organizations: DemoRequest = { method: "GET", url: urls.organizations };
  const make = (): unknown => userTokenAuth({ token: credentials.organizationToken, origin });
  const wrongKind = await refused("user-token", "fetch", organizations, "ERR_INVALID_SECRET", make);

  return [{ ...untrusted, expected: untrusted.expected && nothingSent }, unknown, wrongKind];
}

async function sendOne(
  { strategy, request, principal }: DemoStrategy,
  client: string,
  through: DemoClient,
): Promise<Row> {
  const common = line(strategy.name, client, request);
  try {
    const { status, principal: caller, body } = await through(strategy, request);
    const expected = status === 200 && caller?.startsWith(`${principal} `) === true;
    return { ...common, status: String(status), outcome: caller ?? body.detail ?? "", expected };
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
