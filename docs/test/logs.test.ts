import { Writable } from "node:stream";
import { createTransport } from "@sentry/core";
import { ServerRuntimeClient } from "@sentry/core/server";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { transports } from "winston";
import { withoutSecrets } from "../recipes/redact-before-send.ts";
import { pinoLogger } from "../recipes/redact-with-pino.ts";
import { winstonLogger } from "../recipes/redact-with-winston.ts";

/** What somebody logs who prints everything, and the secrets in it. */
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

test("Sentry's own SDK sends no secret", async () => {
  const { userToken, error, config, secrets } = await careless();
  const sent: string[] = [];
  const client = new ServerRuntimeClient({
    dsn: "https://0123456789abcdef0123456789abcdef@o1.ingest.us.sentry.io/42",
    integrations: [],
    stackParser: () => [],
    beforeSend: withoutSecrets,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        sent.push(typeof body === "string" ? body : new TextDecoder().decode(body));
        return { statusCode: 200 };
      }),
  });
  client.init();
  client.captureException(error, { captureContext: { extra: { config, userToken } } });
  client.captureMessage(`token is ${userToken}`);
  await client.flush(5_000);
  const text = sent.join("\n");
  expect(text).toContain("401 for Authorization");
  expect(text).toContain("token is");
  expectClean(text, secrets);
});
