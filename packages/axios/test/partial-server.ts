import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that begins a response and never ends it, breaks it off where the path is `/reset`, or never begins it where it is `/unread`. */
export async function startPartialServer() {
  const http = createServer((request, response) => {
    if (request.url === "/unread") return;
    response.writeHead(200, { "Content-Length": "100" }).write("part of it", () => {
      if (request.url === "/reset") request.socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    http.close();
    http.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}
