import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { createCA, createCert } from "mkcert";
import { afterAll, beforeAll, expect, test } from "vitest";
import { promisedLines, readCodeBlocks } from "../../tools/code-blocks/read-code-blocks.ts";

const resolveToSource = new URL("../../tools/code-blocks/resolve-to-source.ts", import.meta.url).href;
const examples = readCodeBlocks(new URL("../proxies.md", import.meta.url)).filter(({ code }) =>
  code.includes('readFileSync("client.pem")'),
);

let server: SentryServer;
/** In front of the server: one that wants a client certificate, and one with a certificate of a private authority. */
let mutual: https.Server;
let privately: https.Server;
let folder = "";

beforeAll(async () => {
  server = await startSentryServer();
  const ca = await createCA({ organization: "Acme", countryCode: "US", state: "-", locality: "-", validity: 1 });
  const [own, client] = await Promise.all([
    createCert({ ca, domains: ["127.0.0.1"], validity: 1 }),
    createCert({ ca, domains: ["client.acme.com"], validity: 1 }),
  ]);
  mutual = await listen({ ...own, ca: ca.cert, requestCert: true, rejectUnauthorized: true });
  privately = await listen(own);
  // Where a user has the certificates, and installs the clients.
  folder = await mkdtemp(path.join(tmpdir(), "certificates-"));
  await symlink(
    fileURLToPath(new URL("../node_modules", import.meta.url)),
    path.join(folder, "node_modules"),
    "junction",
  );
  await writeFile(path.join(folder, "ca.pem"), ca.cert);
  await writeFile(path.join(folder, "client.pem"), client.cert);
  await writeFile(path.join(folder, "client-key.pem"), client.key);
});

afterAll(async () => {
  for (const one of [mutual, privately]) {
    one.close();
    one.closeAllConnections();
  }
  await server.close();
  await rm(folder, { recursive: true });
});

async function listen(options: https.ServerOptions): Promise<https.Server> {
  const secure = https.createServer(options, passOn);
  await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
  return secure;
}

function passOn(message: IncomingMessage, response: ServerResponse): void {
  const { headers } = message;
  message.pipe(
    http.request(new URL(message.url ?? "/", server.origin), { headers }, (received) => {
      response.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(response);
    }),
  );
}

/** Runs a program in the folder with the certificates, and returns what it prints. */
async function run(code: string, secure: https.Server, env: Readonly<Record<string, string>> = {}) {
  const options = ["--import", resolveToSource, "--input-type=module-typescript", "--eval", code];
  const child = spawn(process.execPath, options, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      NODE_NO_WARNINGS: "1",
      SENTRY_URL: `https://127.0.0.1:${(secure.address() as AddressInfo).port}`,
      SENTRY_AUTH_TOKEN: server.credentials.token,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout: stdout.split("\n").filter(Boolean), stderr };
}

test("there is an example for every client", () => {
  const code = examples.map((example) => example.code).join();
  for (const client of ["undici", "node-fetch", "axios", "ky", "(fetch, strategy)"]) expect(code).toContain(client);
});

test.for(examples)("the example of line $line connects with its certificate", async ({ code }) => {
  expect(await run(code, mutual)).toEqual({
    stdout: promisedLines(code).map((line) => expect.stringMatching(line)),
    stderr: "",
  });
});

test.for(examples)("the example of line $line fails without its certificate", async ({ code }) => {
  const without = code.replaceAll(/, cert: .*?key: readFileSync\("client-key.pem"\)/g, "");
  const { stdout, stderr } = await run(without, mutual);
  expect(stdout).toEqual([]);
  expect(stderr).toMatch(/certificate required|ECONNRESET|fetch failed/);
  expect(stderr).not.toContain(server.credentials.token);
});

const clients = {
  fetch: "await fetch(url)",
  undici: 'await (await import("undici")).fetch(url)',
  "node-fetch": 'await (await import("node-fetch")).default(url)',
  axios: 'await (await import("axios")).default.get(url)',
  ky: 'await (await import("ky")).default(url)',
};
test.for(Object.entries(clients))("NODE_EXTRA_CA_CERTS is enough for %s and a private authority", async ([, call]) => {
  const code = `const url = process.env.SENTRY_URL + "/api/0/"; console.log((${call}).status);`;
  expect(await run(code, privately, { NODE_EXTRA_CA_CERTS: "ca.pem" })).toEqual({ stdout: ["200"], stderr: "" });
  expect((await run(code, privately)).stderr).toMatch(/self-signed|unable to verify|fetch failed|network error/i);
});
