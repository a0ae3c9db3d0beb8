import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { memoryStore } from "@x/sentry-store";
import { type ExchangeFetchLike, finishLogin, oauthAuth } from "../src/index.ts";

// Makes exchanges fail in many ways while a recorder reads the local variables of every frame below which something is
// thrown, and prints the variables that contain a secret.
const [accessToken, refreshToken, clientSecret, code] = ["access", "refresh", "secret", "code"].map((kind) =>
  kind.padEnd(40, "0123456789abcdef"),
) as [string, string, string, string];

const recorder = new Worker(new URL("../../axios/test/local-variables-recorder.ts", import.meta.url));
await once(recorder, "message");

const ignore = (work: Promise<unknown>) => work.catch(() => {});

function refresh(fetch: ExchangeFetchLike, secret: string | (() => string) = clientSecret) {
  const stored = { id: "1", value: accessToken, issuedAt: 0, expiresAt: 1, refreshToken };
  const store = { ...memoryStore(), read: async () => stored };
  const strategy = oauthAuth({ clientId: "1a2b3c", clientSecret: secret, store, fetch });
  return ignore(Promise.resolve(strategy.authorize({ url: "https://sentry.io/api/0/", method: "GET" })));
}

function finish(state: string) {
  return ignore(
    finishLogin({
      login: { instance: "https://sentry.io", redirectUri: "https://app.acme.com/", state: "1", codeVerifier: code },
      callbackUrl: `/?code=${code}&state=${state}`,
      clientId: "1a2b3c",
      clientSecret,
      store: memoryStore(),
      fetch: fail,
    }),
  );
}

const fail = () => {
  throw new Error("the fetch failed");
};
const respond = (status: number, text: string) => async () => new Response(text, { status });

await refresh(fail);
await refresh(async () => fail());
await refresh(respond(200, `{"access_token":"${accessToken}",`));
await refresh(respond(200, `{"refresh_token":"${refreshToken}"}`));
await refresh(respond(400, '{"error":"invalid_grant"}'));
await refresh(respond(401, '{"error":"invalid_client"}'), () => clientSecret);
await refresh(respond(502, ""), fail);
await finish("1");
await finish("2");

recorder.postMessage("report");
const [{ pauses, recorded }] = (await once(recorder, "message")) as [{ pauses: number; recorded: string[] }];
const secrets = [accessToken, refreshToken, clientSecret, code];
const leaks = recorded.filter((line) => secrets.some((secret) => line.includes(secret)));
console.log(JSON.stringify({ pauses, leaks }));
process.exit();
