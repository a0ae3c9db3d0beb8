import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that begins an answer and never ends it, or breaks it off where the path is `/reset`. */
export async function startPartialServer() {
  const http = createServer((request, response) => {
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
