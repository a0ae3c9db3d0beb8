import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { startSentryServer } from "@x/sentry-testing";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { withWorker } from "../../src/runtimes/workerd.ts";

test.each([
  ["2025-08-31", true],
  ["2025-09-01", false],
])("workerd of %s carries the header to where a redirect leads: %j", async (date, carries) => {
  await using server = await startSentryServer();
  await using other = await startSentryServer();
  const { token } = server.credentials;
  const folder = await mkdtemp(path.join(import.meta.dirname, "../../node_modules/.worker-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await build({
    entryPoints: [path.join(import.meta.dirname, "worker.ts")],
    outfile: path.join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    alias: Object.fromEntries(
      ["core", "bearer", "fetch"].map((name) => [
        `@x/sentry-${name}`,
        path.join(import.meta.dirname, `../../../packages/${name}/src/index.ts`),
      ]),
    ),
  });
  const url = `${server.origin}/test/redirect?to=${encodeURIComponent(other.urls.echo)}`;
  const signal = AbortSignal.timeout(120_000);
  await withWorker({ folder, worker: "worker.mjs", date, signal }, async (origin) => {
    await (await fetch(`${origin}/?${new URLSearchParams({ url, token })}`)).text();
  });
  expect(server.requests.map(({ authorization }) => authorization)).toEqual([`Bearer ${token}`]);
  expect(other.requests.map(({ authorization }) => authorization)).toEqual([carries ? `Bearer ${token}` : undefined]);
});
