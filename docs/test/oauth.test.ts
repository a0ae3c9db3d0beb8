import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSentryServer } from "@x/sentry-testing";
import { createClient } from "redis";
import { expect, onTestFinished, test, vi } from "vitest";
import { noRedis, startRedis } from "../../packages/redis-store/test/redis-server.ts";
import { runProgram } from "../../tools/code-blocks/run-program.ts";
import { type Session, sentryLogins } from "../recipes/web-login.ts";

const commandLineTool = { file: new URL("../recipes/command-line-tool.ts", import.meta.url) };
const docs = new URL("../", import.meta.url);

test("the command-line tool logs in on first use, and after that only if the login was lost", {
  timeout: 60_000,
}, async () => {
  await using server = await startSentryServer();
  const configuration = await mkdtemp(path.join(tmpdir(), "configuration-"));
  onTestFinished(() => rm(configuration, { recursive: true }));
  const run = () => runProgram(server, commandLineTool, docs, { env: { XDG_CONFIG_HOME: configuration } });

  const first = await run();
  expect(first).toMatchObject({ exitCode: 0, stdout: "acme\n" });
  expect(first.stderr).toMatch(
    /^Open http.* and compare the code: [A-Z]{4}-[A-Z]{4}\nLogged in as jane@acme\.example\n$/,
  );
  expect(await run()).toEqual({ exitCode: 0, stdout: "acme\n", stderr: "" });
  expect(server.oauth.logins).toHaveLength(1);

  server.oauth.logins[0]?.expire();
  expect(await run()).toEqual({ exitCode: 0, stdout: "acme\n", stderr: "" });
  expect(server.oauth.logins).toMatchObject([{ refreshes: 1 }]);

  server.oauth.logins[0]?.revoke();
  expect(await run()).toMatchObject({ exitCode: 0, stdout: "acme\n", stderr: expect.stringMatching(/^Open /) });
  expect(server.oauth.logins).toHaveLength(2);
});

test.skipIf(noRedis)(
  `a web app logs its users in${noRedis ? ` (skipped: ${noRedis})` : ""}`,
  { timeout: 60_000 },
  async () => {
    await using server = await startSentryServer();
    const { clientId, clientSecret } = server.oauth.confidentialClient;
    vi.stubEnv("SENTRY_OAUTH_CLIENT_ID", clientId);
    vi.stubEnv("SENTRY_OAUTH_CLIENT_SECRET", clientSecret);
    const platformFetch = fetch;
    vi.stubGlobal("fetch", (input: string | URL, init?: RequestInit) =>
      platformFetch(String(input).replace("https://sentry.io", server.origin), init),
    );
    onTestFinished(() => {
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
    });
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const client = createClient({ url: `redis://127.0.0.1:${redis.port}` });
    await client.connect();
    onTestFinished(() => void client.destroy());

    const organizations = "https://sentry.io/api/0/organizations/";
    // Two servers that share nothing but Redis and the sessions.
    const [one, two] = [1, 2].map(() => sentryLogins(client, "https://app.acme.com/callback"));
    if (one === undefined || two === undefined) throw new Error("no servers");
    for (const userId of ["jane", "joe"]) {
      const session: Session = { userId };
      await expect(two.clientFor(session)(organizations)).rejects.toMatchObject({ code: "ERR_LOGIN_REQUIRED" });
      const atSentry = await fetch(await one.begin(session), { redirect: "manual" });
      const callbackUrl = atSentry.headers.get("Location") ?? "";
      const { user, scopes } = await two.callback(JSON.parse(JSON.stringify(session)), callbackUrl);
      expect([user.email, scopes]).toEqual(["jane@acme.example", ["event:read", "org:read"]]);
      for (const app of [one, two]) expect((await app.clientFor(session)(organizations)).status).toBe(200);
      await expect(one.callback({ userId }, callbackUrl)).rejects.toThrow("this session has not begun a login");
    }
    expect(server.oauth.logins).toHaveLength(2);
  },
);
