import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";

// In its own thread, so that it takes no time from the client.
const server = createServer((_, response) => {
  response.setHeader("Content-Type", "application/json").end('{"ok":true}');
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
