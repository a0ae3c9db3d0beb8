import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { oauthUser } from "../recipes/oauth-refresh-token.ts";
import { tokenFromFile } from "../recipes/rotated-file.ts";
import { tokenFromManager } from "../recipes/secret-manager.ts";

const projects = "https://sentry.io/api/0/organizations/acme/projects/";
const organizations = "https://sentry.io/api/0/organizations/";

/** A fetch that reaches the embedded server, and `exchange` for the two endpoints that hand out tokens. */
function serve(server: SentryServer, exchange?: (request: Request) => Promise<unknown>): void {
  const platformFetch = fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (/\/oauth\/token\/$|\/authorizations\/$/.test(request.url)) {
      if (exchange === undefined) return new Response(null, { status: 503 });
      return Response.json(await exchange(request));
    }
    const response = await platformFetch(new Request(request.url.replace("https://sentry.io", server.origin), request));
    // A 401 of another origin renews nothing.
    return Object.defineProperty(response, "url", { value: request.url });
  });
}

async function statusOf(strategy: AuthStrategy, url = projects): Promise<number> {
  return (await withSentryAuth(fetch, strategy)(url)).status;
}

function memory(first: string) {
  let kept = first;
  return {
    load: async () => kept,
    save: async (next: string) => {
      kept = next;
    },
  };
}

test("a file that is rotated is read again after a 401", async () => {
  await using server = await startSentryServer();
  serve(server);
  const folder = await mkdtemp(path.join(tmpdir(), "token-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "token");
  await writeFile(file, `${server.credentials.token}\n`);
  const strategy = tokenFromFile(file);
  expect(await statusOf(strategy)).toBe(200);
  server.rotate();
  await writeFile(file, `${server.credentials.token}\n`);
  expect(await statusOf(strategy)).toBe(200);
  expect(server.requests).toHaveLength(3);
});

test("an OAuth refresh token is exchanged once, and the next one is kept", async () => {
  await using server = await startSentryServer();
  const exchange = vi.fn(async (request: Request) => {
    const form = await request.formData();
    const generation = Number(String(form.get("refresh_token")).slice("refresh-".length));
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: "refresh_token",
      client_id: "app",
      client_secret: "s3",
    });
    return {
      access_token: server.credentials.userAppToken,
      refresh_token: `refresh-${generation + 1}`,
      expires_in: 3600,
    };
  });
  serve(server, exchange);
  const store = memory("refresh-1");
  const strategy = oauthUser({ clientId: "app", clientSecret: "s3", store });
  expect(await Promise.all([statusOf(strategy, organizations), statusOf(strategy, organizations)])).toEqual([200, 200]);
  expect(exchange).toHaveBeenCalledTimes(1);
  server.rotate();
  expect(await statusOf(strategy, organizations)).toBe(200);
  expect(exchange).toHaveBeenCalledTimes(2);
  expect(await store.load()).toBe("refresh-3");
});

test.for([["an OAuth application", oauthUser({ clientId: "app", clientSecret: "s3", store: memory("r") })]] as const)(
  "%s whose exchange fails says so",
  async ([, strategy]) => {
    await using server = await startSentryServer();
    serve(server);
    await expect(statusOf(strategy, organizations)).rejects.toMatchObject({
      code: "ERR_SECRET_UNAVAILABLE",
      cause: { message: expect.stringMatching(/answered 503/) },
    });
    expect(server.requests).toHaveLength(0);
  },
);

test("a secret manager is asked once for many requests, and again after ten minutes", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  await using server = await startSentryServer();
  serve(server);
  const getSecret = vi.fn(async (name: string) => ({ value: name === "sentry" ? server.credentials.token : "" }));
  const strategy = tokenFromManager({ getSecret }, "sentry");
  expect(await Promise.all([statusOf(strategy), statusOf(strategy)])).toEqual([200, 200]);
  expect(getSecret).toHaveBeenCalledTimes(1);
  vi.setSystemTime(Date.now() + 11 * 60 * 1000);
  expect(await statusOf(strategy)).toBe(200);
  expect(getSecret).toHaveBeenCalledTimes(2);
});
