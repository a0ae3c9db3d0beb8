// One process of the fleet: sends requests for random credentials until its parent asks it to stop. Argument: its work, as JSON.
import { isSentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { integrationAuth } from "@x/sentry-integration";
import { oauthAuth } from "@x/sentry-oauth";
import type { CredentialStore } from "@x/sentry-store";
import type { FromWorker, Point, Results, Subject, ToWorker, WorkerSpec } from "./messages.ts";
import { openStore } from "./stores.ts";

const spec: WorkerSpec = JSON.parse(process.argv[2] ?? "");
const send = (message: FromWorker): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};

let isFinishing = false;
const waiting = new Map<number, () => void>();
process.on("message", (message: ToWorker) => {
  if (message.type === "finish") isFinishing = true;
  else waiting.get(message.number)?.();
});
process.on("disconnect", () => process.exit());

let points = 0;
/** Waits at a point of a renewal, where this process may be killed or stopped. */
function reach(point: Point, subject: number): Promise<void> {
  points += 1;
  const number = points;
  return new Promise((resolve) => {
    waiting.set(number, () => {
      waiting.delete(number);
      resolve();
    });
    send({ type: "point", number, point, subject });
  });
}

/** The store with points in it. */
function withPoints(store: CredentialStore, subject: number): CredentialStore {
  return {
    read: (key) => store.read(key),
    replace: async (key, current, next) => {
      const stored = await store.replace(key, current, next).catch((error: unknown) => {
        send({ type: "unstored", subject });
        throw error;
      });
      if (stored.id === next.id) await reach("after-store", subject);
      return stored;
    },
    lock: async (key, ms) => {
      const requested = store.lock?.(key, ms) ?? Promise.reject();
      requested.catch(() => {});
      await reach("waiting-for-lock", subject);
      return requested;
    },
  };
}

/** A fetch for exchanges with points in it, which names this process to the server. */
function exchangeFetch(subject: number) {
  return async (url: string, init: Omit<RequestInit, "headers"> & { headers: Record<string, string> }) => {
    await reach("before-exchange", subject);
    const response = await fetch(url, { ...init, headers: { ...init.headers, "X-Worker": String(process.pid) } });
    if (response.ok) await reach("after-exchange", subject);
    return response;
  };
}

const { store, close } = await openStore(spec.store);
const clients = spec.subjects.map((subject: Subject, index) => {
  const shared = { store: withPoints(store, index), instance: spec.instance, fetch: exchangeFetch(index) };
  const strategy =
    subject.kind === "integration" ? integrationAuth({ ...subject, ...shared }) : oauthAuth({ ...subject, ...shared });
  return withSentryAuth(fetch, strategy);
});

let results: Results[] = spec.subjects.map(() => ({}));
function report(): void {
  send({ type: "results", bySubject: results });
  results = spec.subjects.map(() => ({}));
}
const reports = setInterval(report, 200);

async function requestOnce(subject: number): Promise<string> {
  try {
    const response = await clients[subject]?.(spec.url);
    const text = await response?.text();
    return response?.ok ? "200" : `${response?.status} ${text?.slice(0, 80)}`;
  } catch (error) {
    if (isSentryAuthError(error)) return `${error.code}: ${error.message.replace(/\. See http.*/, "")}`;
    return `unexplained: ${error}`;
  }
}

async function loop(): Promise<void> {
  while (!isFinishing) {
    const subject = Math.floor(Math.random() * spec.subjects.length);
    const result = await requestOnce(subject);
    const counts = results[subject];
    if (counts) counts[result] = (counts[result] ?? 0) + 1;
    await new Promise((resolve) => setTimeout(resolve, spec.pause * 2 * Math.random()));
  }
}

await Promise.all(Array.from({ length: spec.loops }, loop));
clearInterval(reports);
report();
close();
process.disconnect();
