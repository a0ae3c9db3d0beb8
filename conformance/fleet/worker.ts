// One process of the fleet: sends requests for random credentials until its parent asks it to stop. Argument: its work, as JSON.
import { AsyncLocalStorage } from "node:async_hooks";
import { type AuthStrategy, isSentryAuthError } from "@x/sentry-core";
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
function reach(point: Point, subject: number, id?: string): Promise<void> {
  points += 1;
  const number = points;
  return new Promise((resolve) => {
    waiting.set(number, () => {
      waiting.delete(number);
      resolve();
    });
    send({ type: "point", number, point, subject, id });
  });
}

/** The store with points in it. */
function withPoints(store: CredentialStore, subject: number): CredentialStore {
  return {
    read: (key) => store.read(key),
    replace: async (key, current, next) => {
      const stored = await store.replace(key, current, next).catch((error: unknown) => {
        send({ type: "refused-write", subject, id: next.id, reason: reasonOf(error) });
        throw error;
      });
      if (stored.id === next.id) await reach("after-store", subject, next.id);
      else send({ type: "superseded", subject, id: next.id, by: stored.id });
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
    const headers = { ...init.headers, "X-Worker": String(process.pid) };
    const response = await fetch(url, { ...init, headers }).catch((error: unknown) => {
      send({ type: "refused-exchange", subject });
      throw error;
    });
    if (response.ok) await reach("after-exchange", subject);
    else send({ type: "refused-exchange", subject });
    return response;
  };
}

/** The code and the message of an error. */
function reasonOf(error: unknown): string {
  const { name, code, message } = Object(error);
  return `${code ?? name}: ${message}`;
}

/** A request under way. */
interface SentRequest {
  /** How often it was rejected. */
  rejections: number;
  /** Why its last renewal failed: the flow leaves the caller the 401 then. */
  failure?: string;
}
const requests = new AsyncLocalStorage<SentRequest>();

/** The strategy, which notes a failed renewal in its request. */
function noting(strategy: AuthStrategy): AuthStrategy {
  return Object.freeze({
    ...strategy,
    renew: async (...args: Parameters<NonNullable<AuthStrategy["renew"]>>) => {
      const request = requests.getStore();
      if (request) request.rejections += 1;
      try {
        return await strategy.renew?.(...args);
      } catch (error) {
        if (request) request.failure = textOf(error);
        throw error;
      }
    },
  });
}

function textOf(error: unknown): string {
  if (!isSentryAuthError(error)) return `unexplained: ${error}`;
  return `${error.code}: ${error.message.replace(/\. See http.*/, "")}`;
}

const { store, close } = await openStore(spec.store);
const clients = spec.subjects.map((subject: Subject, index) => {
  const shared = { store: withPoints(store, index), instance: spec.instance, fetch: exchangeFetch(index) };
  const strategy =
    subject.kind === "integration" ? integrationAuth({ ...subject, ...shared }) : oauthAuth({ ...subject, ...shared });
  return withSentryAuth(fetch, noting(strategy));
});

let results: Results[] = spec.subjects.map(() => ({}));
function report(): void {
  send({ type: "results", bySubject: results });
  results = spec.subjects.map(() => ({}));
}
const reports = setInterval(report, 200);

async function requestOnce(subject: number): Promise<string> {
  const request: SentRequest = { rejections: 0 };
  try {
    const response = await requests.run(request, async () => clients[subject]?.(spec.url));
    const text = await response?.text();
    if (response?.ok) return "200";
    const reason =
      request.failure === undefined ? `, after ${request.rejections} renewals` : ` after ${request.failure}`;
    return `${response?.status} ${text?.slice(0, 80)}${reason}`;
  } catch (error) {
    return textOf(error);
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
