import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { loadSubjects } from "../../conformance/src/subjects.ts";
import { runProgram } from "../../tools/code-blocks/run-program.ts";
import { readPackages, repository } from "../../tools/workspace.ts";
import { liveUrl } from "../demo/live.ts";
import { type Row, sendDocumented, sendMistaken } from "../demo/rows.ts";
import { clients, strategiesFor } from "../demo/subjects.ts";
import { formatTable } from "../demo/table.ts";

const folder = new URL("../", import.meta.url);
const file = new URL("demo.ts", folder);

test("the demo ends well, with every strategy through every client in its table", async () => {
  await using server = await startSentryServer();
  const { exitCode, stdout, stderr } = await runProgram(server, { file }, folder);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  for (const strategy of readPackages(repository).filter(({ kind }) => kind === "strategy")) {
    for (const { name } of clients) {
      expect(stdout).toMatch(new RegExp(`^✓ ${strategy.folder} +${name} .* 200 `, "m"));
    }
  }
  expect(stdout).toMatch(/^✓ bearer .* refused +bearer: /m);
  for (const { name } of clients) {
    expect(stdout).toMatch(new RegExp(`^✓ bearer +${name} .* 401 +The token has expired\\.`, "m"));
    expect(stdout).toMatch(new RegExp(`^✓ bearer +${name} .* 403 +Sentry refused this: the token needs one of`, "m"));
    expect(stdout).toMatch(new RegExp(`^✓ bearer +${name} .* 401 +A proxy in front of Sentry refused`, "m"));
  }
  expect(stdout).toMatch(/needs one of\s+org:read,\s+project:read/);
  expect(stdout).toContain("errors#ERR_UNTRUSTED_ORIGIN");
  expect(stdout).toMatch(/ 401 +Invalid token/);
  expect(stdout).not.toContain("✗");
  expect(stdout).not.toMatch(/sntry[a-z]_|Bearer /);
  expect(server.requests).toHaveLength(0);
});

test("every strategy works with every client of every adapter", async () => {
  await using server = await startSentryServer();
  const { adapters, strategies } = await loadSubjects();
  const rows = await sendDocumented(server, adapters);
  expect(rows.length).toBeGreaterThanOrEqual(adapters.length * strategies.length);
  expect(rows.filter(({ expected }) => !expected)).toEqual([]);
});

test("a server that knows none of the credentials makes every row wrong", async () => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const mistaken = { ...server, credentials: other.credentials };
  // The tokens that are issued during the test.
  server.lag(Number.POSITIVE_INFINITY);
  server.installations.replicaLag = 3_600;
  const rows = await sendDocumented(mistaken);
  expect(rows).toHaveLength((await strategiesFor(server)).length * clients.length);
  expect(rows.filter(({ expected }) => expected)).toEqual([]);
});

test("a refusal that did not happen is a wrong row", async () => {
  await using server = await startSentryServer();
  const [untrusted] = await sendMistaken(server, server);
  expect(untrusted).toMatchObject({ status: "sent", expected: false });
});

test("a wrong row is marked, and a long message goes on under its column", () => {
  const row: Row = {
    strategy: "dsn",
    client: "ky",
    request: "GET /",
    status: "401",
    outcome: "word ".repeat(20).trim(),
    expected: false,
  };
  const [, first = "", second = ""] = formatTable([row]).split("\n");
  expect(first).toMatch(/^✗ dsn +ky +GET \/ +401 +word/);
  expect(second.indexOf("word")).toBe(first.indexOf("word"));
});

test("live, a user's token lists the organizations, once, through the real API's URL", async () => {
  await using server = await startSentryServer();
  const env = { SENTRY_AUTH_TOKEN: server.credentials.userToken };
  const { exitCode, stdout } = await runProgram(server, { file }, folder, { env, args: ["--live"] });
  expect(stdout).toBe("GET https://sentry.io/api/0/organizations/: 200 OK\n");
  expect(exitCode).toBe(0);
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /api/0/organizations/"]);
});

test("live, an organization's token lists its projects, at the instance that it names", async () => {
  await using server = await startSentryServer();
  const env = { SENTRY_AUTH_TOKEN: server.credentials.organizationToken };
  const { exitCode, stdout } = await runProgram(server, { file }, folder, { env, args: ["--live"] });
  expect(stdout).toBe(`GET ${server.urls.projects}: 200 OK\n`);
  expect(exitCode).toBe(0);
});

test("live, a token that is missing is said to be missing", async () => {
  await using server = await startSentryServer();
  const env = { SENTRY_AUTH_TOKEN: "" };
  const { exitCode, stdout } = await runProgram(server, { file }, folder, { env, args: ["--live"] });
  expect(stdout).toMatch(/errors#ERR_INVALID_SECRET/);
  expect(exitCode).toBe(1);
  expect(server.requests).toHaveLength(0);
});

test("a token of any other kind lists organizations", () => {
  expect(liveUrl("1a2b3c")).toBe("https://sentry.io/api/0/organizations/");
});
