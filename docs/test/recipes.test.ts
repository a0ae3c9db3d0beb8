import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { tokenFromFile } from "../recipes/rotated-file.ts";
import { tokenFromManager } from "../recipes/secret-manager.ts";

const projects = "https://sentry.io/api/0/organizations/acme/projects/";

/** A fetch that reaches the embedded server. */
function serve(server: SentryServer): void {
  const platformFetch = fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const response = await platformFetch(new Request(request.url.replace("https://sentry.io", server.origin), request));
    // A 401 of another origin renews nothing.
    return Object.defineProperty(response, "url", { value: request.url });
  });
}

async function statusOf(strategy: AuthStrategy, url = projects): Promise<number> {
  return (await withSentryAuth(fetch, strategy)(url)).status;
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
