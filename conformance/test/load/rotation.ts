import { startSentryServer } from "@x/sentry-testing";
import type { LoadClient, RotatedStrategy } from "./clients.ts";

/** The outcome of many concurrent requests to a server that rotates its credentials. */
export interface RotationReport {
  readonly rotations: number;
  /** How often the function that provides the secret was called. */
  readonly calls: number;
  /** Requests that ended in a 401, by how many times they had been sent. */
  readonly refused: Readonly<Record<number, number>>;
  /** Requests that ended in a 200, by how many times they had been sent. */
  readonly accepted: Readonly<Record<number, number>>;
  /** Anything else that a request ended in. */
  readonly others: readonly string[];
}

/** A rotation after so many responses. The strategy may call for the next value a second after the last call. */
const ROTATION = 300;

/** Sends `requests` requests, `concurrent` at a time, to a server that rotates its credentials on the way. */
export async function sendWhileRotating(
  client: LoadClient,
  strategy: RotatedStrategy,
  requests: number,
  concurrent: number,
): Promise<RotationReport> {
  await using server = await startSentryServer();
  let [rotations, calls, sent] = [0, 0, 0];
  const secret = async (): Promise<string> => {
    calls += 1;
    // As a vault would, on another turn of the event loop.
    await new Promise(setImmediate);
    return strategy.secretOf(server.credentials);
  };
  const send = client(strategy.create(secret, server.origin));

  const ends = new Map<number, number | string>();
  const worker = async (): Promise<void> => {
    while (sent < requests) {
      const id = sent++;
      ends.set(id, await send(`${server.urls.echo}?id=${id}`).catch(String));
      if (ends.size % ROTATION !== 0) continue;
      server.rotate();
      rotations += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrent }, worker));

  const times = new Map<number, number>();
  for (const { url } of server.requests) {
    const id = Number(new URL(url, server.origin).searchParams.get("id"));
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  const byTimes = (status: number): Record<number, number> => {
    const counts: Record<number, number> = {};
    for (const [id, end] of ends) {
      const count = times.get(id) ?? 0;
      if (end === status) counts[count] = (counts[count] ?? 0) + 1;
    }
    return counts;
  };
  const others = [...ends.values()].filter((end) => end !== 200 && end !== 401).map(String);
  return { rotations, calls, accepted: byTimes(200), refused: byTimes(401), others };
}
