import { Writable } from "node:stream";
import { inspect } from "node:util";
import { createTransport, startSpan, withScope } from "@sentry/core";
import { ServerRuntimeClient } from "@sentry/core/server";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { format, transports } from "winston";
import { redactEvent, redactSpan } from "../recipes/redact-before-send.ts";
import { pinoLogger } from "../recipes/redact-with-pino.ts";
import { winstonLogger, withoutSecrets } from "../recipes/redact-with-winston.ts";

/** Everything that a careless program could log, and the secrets in it. */
async function careless() {
  await using server = await startSentryServer();
  const { userToken, organizationToken, dsn, apiKey } = server.credentials;
  const error = new Error(`401 for Authorization: Bearer ${organizationToken}`);
  const config = { dsn, headers: { Authorization: `Basic ${btoa(`${apiKey}:`)}` } };
  const secrets = [userToken, organizationToken, new URL(dsn).username, btoa(`${apiKey}:`)];
  return { userToken, error, config, secrets };
}

function lines() {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return { written, stream };
}

function expectClean(text: string, secrets: readonly string[]): void {
  expect(text).toContain("[redacted]");
  for (const secret of secrets) expect(text).not.toContain(secret);
}

test("pino writes no secret, and still writes JSON", async () => {
  const { userToken, error, config, secrets } = await careless();
  const { written, stream } = lines();
  pinoLogger(stream).error({ err: error, config }, `token is ${userToken}`);
  expectClean(written.join(""), secrets);
  expect(JSON.parse(written.join(""))).toMatchObject({ level: 50, msg: "token is [redacted]" });
});

test("winston writes no secret, and still writes JSON", async () => {
  const { userToken, error, config, secrets } = await careless();
  const { written, stream } = lines();
  const logger = winstonLogger(new transports.Stream({ stream }));
  logger.error(`token is ${userToken}`, { config, reason: error.stack });
  logger.error(error);
  expectClean(written.join(""), secrets);
  expect(written.map((line) => JSON.parse(line).level)).toEqual(["error", "error"]);
});

test("winston's transports with a format of their own write no secret", async () => {
  const { userToken, config, secrets } = await careless();
  const { written, stream } = lines();
  const { written: added, stream: other } = lines();
  const own = format.printf(({ level, message, config }) => `${level} ${String(message)} ${inspect(config)}`);
  const logger = winstonLogger(new transports.Stream({ stream, format: own }));
  logger.add(withoutSecrets(new transports.Stream({ stream: other, format: format.prettyPrint({ colorize: true }) })));
  logger.error(`token is ${userToken}`, { config });
  expectClean(written.join(""), secrets);
  expectClean(added.join(""), secrets);
  expect(written.join("")).toContain("error token is [redacted] {");
});

/** Runs `act` with Sentry's own SDK, and returns what it sent. */
async function sentBySdk(act: (client: ServerRuntimeClient) => void): Promise<string> {
  const sent: string[] = [];
  const client = new ServerRuntimeClient({
    dsn: "https://0123456789abcdef0123456789abcdef@o1.ingest.us.sentry.io/42",
    integrations: [],
    stackParser: () => [],
    tracesSampleRate: 1,
    beforeSend: redactEvent,
    beforeSendSpan: redactSpan,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        sent.push(typeof body === "string" ? body : new TextDecoder().decode(body));
        return { statusCode: 200 };
      }),
  });
  client.init();
  act(client);
  await client.flush(5_000);
  return sent.join("\n");
}

test("Sentry's own SDK sends no secret in events", async () => {
  const { userToken, error, config, secrets } = await careless();
  const text = await sentBySdk((client) => {
    client.captureException(error, { captureContext: { extra: { config, userToken } } });
    client.captureMessage(`token is ${userToken}`);
  });
  expect(text).toContain("401 for Authorization");
  expect(text).toContain("token is");
  expectClean(text, secrets);
});

test("Sentry's own SDK sends no secret in spans", async () => {
  const { userToken, config, secrets } = await careless();
  const text = await sentBySdk((client) => {
    withScope((scope) => {
      scope.setClient(client);
      const attributes = { "http.request.header.authorization": config.headers.Authorization, "url.full": config.dsn };
      startSpan({ name: `GET /?token=${userToken}`, attributes, scope }, () => undefined);
    });
  });
  expect(text).toContain("GET /?token=");
  expectClean(text, secrets);
});

test("a span whose attributes are no JSON loses them", () => {
  const span = { trace_id: "1", span_id: "2", name: "n", start_timestamp: 0, status: "ok", is_segment: true } as const;
  expect(redactSpan({ ...span, attributes: { secret: 1n } })).toEqual({ ...span, attributes: {}, links: [] });
});
