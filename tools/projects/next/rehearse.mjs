// Builds the application without the secret, starts it with it, and asks its route handler.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

const next = "node_modules/next/dist/bin/next";
const { SENTRY_AUTH_TOKEN, ...withoutSecret } = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

const { status } = spawnSync(process.execPath, [next, "build"], { stdio: "inherit", env: withoutSecret });
if (status !== 0) process.exit(1);

const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
  env: { ...withoutSecret, SENTRY_AUTH_TOKEN },
});
try {
  let url;
  for await (const line of createInterface(server.stdout)) {
    [url] = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(line) ?? [];
    if (url !== undefined) break;
  }
  const response = await fetch(`${url}/api/projects`);
  const body = await response.text();
  if (body !== '{"status":200}') throw new Error(`got ${response.status} ${body}`);
} finally {
  server.kill();
}
