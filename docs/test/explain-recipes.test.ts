import { withSentryAuth as withAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth as withFetch } from "@x/sentry-fetch";
import { withSentryAuth as withKy } from "@x/sentry-ky";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import axios from "axios";
import ky from "ky";
import { expect, onTestFinished, test, vi } from "vitest";
import { runCommand } from "../recipes/explain-and-exit.ts";
import { explainErrors as explainAxios } from "../recipes/explain-with-axios.ts";
import { explainErrors as explainFetch } from "../recipes/explain-with-fetch.ts";
import { explainErrors as explainKy } from "../recipes/explain-with-ky.ts";

const message = /^The token has expired\. .* See https:\/\/x\.github\.io\/sentry-auth\/rejected#expired-token$/;

function expired({ credentials, origin }: SentryServer) {
  return bearerAuth({ token: credentials.rejected.expiredToken.secret, origin });
}

test.each([
  [
    "axios",
    (server: SentryServer) => explainAxios(withAxios(axios.create(), expired(server))).get(server.urls.projects),
  ],
  ["ky", async (server: SentryServer) => explainKy(withKy(ky, expired(server)))(server.urls.projects)],
  ["fetch", (server: SentryServer) => explainFetch(withFetch(fetch, expired(server)))(server.urls.projects)],
  [
    "fetch with a Request",
    (server: SentryServer) => explainFetch(withFetch(fetch, expired(server)))(new Request(server.urls.projects)),
  ],
])("%s throws an error with the explanation", async (_, send) => {
  await using server = await startSentryServer();
  await expect(send(server)).rejects.toThrow(message);
});

test("a success passes through", async () => {
  await using server = await startSentryServer();
  const strategy = bearerAuth({ token: server.credentials.token, origin: server.origin });
  const response = await explainFetch(withFetch(fetch, strategy))(server.urls.projects);
  expect(await response.json()).toHaveLength(2);
});

test("a command ends with the explanation and an exit code", async () => {
  await using server = await startSentryServer();
  const { exitCode } = process;
  onTestFinished(() => {
    process.exitCode = exitCode;
  });
  const print = vi.spyOn(console, "error").mockReturnValue();
  await runCommand(async () => {
    await withKy(ky, expired(server))(server.urls.projects);
  });
  expect(print).toHaveBeenCalledWith(expect.stringMatching(/^The token has expired\..*\nhttps:.*#expired-token$/));
  expect(process.exitCode).toBe(77);
  await expect(runCommand(() => Promise.reject(new Error("other")))).rejects.toThrow("other");
});
