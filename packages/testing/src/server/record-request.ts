import type { IncomingMessage } from "node:http";
import type { RecordedRequest } from "./recorded-request.ts";

/** A record that its server may still complete. */
export interface PendingRequest extends RecordedRequest {
  body: Uint8Array;
}

/** Numbers the connections in the order in which each sent its first request. */
export function createRecorder(): (message: IncomingMessage) => PendingRequest {
  const connections = new WeakMap<object, number>();
  let count = 0;

  return (message) => {
    let connection = connections.get(message.socket);
    if (connection === undefined) {
      count += 1;
      connection = count;
      connections.set(message.socket, connection);
    }
    const values = message.rawHeaders.filter((_, index, all) => index % 2 === 1 && isAuthorization(all[index - 1]));
    return {
      method: message.method ?? "",
      url: message.url ?? "",
      rawHeaders: message.rawHeaders,
      authorization: values.length === 0 ? undefined : values.join(", "),
      body: new Uint8Array(),
      connection,
    };
  };
}

function isAuthorization(name: string | undefined): boolean {
  return name?.toLowerCase() === "authorization";
}
