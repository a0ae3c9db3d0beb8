import { getEventListeners } from "node:events";
import { memoryUsage } from "node:process";
import { setTimeout } from "node:timers/promises";
import { startSentryServer } from "@x/sentry-testing";
import type { LoadClient, RotatedStrategy } from "./clients.ts";

/** What is left behind by many requests. */
export interface EnduranceReport {
  readonly requests: number;
  readonly failed: number;
  /** Bytes that the heap has grown by between the first tenth and the end. */
  readonly growth: number;
  /** Listeners on a signal that all requests share. */
  readonly listeners: number;
}

const CONCURRENT = 50;
/** A rotation after so many requests, so that 401s and renewals are among them. */
const ROTATION = 1_000;

/** Sends many requests that share a signal. */
export async function endure(
  client: LoadClient,
  strategy: RotatedStrategy,
  requests: number,
): Promise<EnduranceReport> {
  await using server = await startSentryServer({ recordLimit: 0 });
  const secret = (): { value: string; expiresAt: number } => ({
    value: strategy.secretOf(server.credentials),
    expiresAt: Date.now() + 3_600_000,
  });
  const send = client(strategy.create(secret, server.origin));
  const { signal } = new AbortController();
  let [sent, failed] = [0, 0];

  const sendUntil = async (end: number): Promise<void> => {
    const worker = async (): Promise<void> => {
      while (sent < end) {
        sent += 1;
        if (sent % ROTATION === 0) server.rotate();
        const status = await send(server.urls.echo, signal);
        if (status !== 200) failed += 1;
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, worker));
  };

  await sendUntil(requests / 10);
  const before = await heapUsed();
  await sendUntil(requests);
  const growth = (await heapUsed()) - before;
  return { requests: sent, failed, growth, listeners: getEventListeners(signal, "abort").length };
}

/** The least after everything that can be collected has been: what finalizers free goes with one of the turns that follow. */
async function heapUsed(): Promise<number> {
  if (gc === undefined) throw new Error("Start this with --expose-gc.");
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 10; turn += 1) {
    gc();
    await setTimeout(20);
    least = Math.min(least, memoryUsage().heapUsed);
  }
  return least;
}
