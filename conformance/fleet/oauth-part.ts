import { isSentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { finishLogin, oauthAuth, startLogin } from "@x/sentry-oauth";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { startRedis } from "../../packages/redis-store/test/redis-server.ts";
import { Exchanges } from "./exchanges.ts";
import { type Fleet, type Reached, startFleet } from "./fleet.ts";
import type { Subject } from "./messages.ts";
import type { PartReport } from "./report.ts";
import { openStore, type StoreSpec } from "./stores.ts";

const LIFE = 5_000;
const STOPPED = 12_500;
const REDIRECT = "http://127.0.0.1:1/callback";
/** The logins that the second run loses on purpose: by a dropped response, or a process killed before its write. */
const DROPPED = [0, 1];
const KILLED = [2, 3];

/** The options of both runs. */
export interface OAuthRun {
  readonly processes: number;
  readonly accounts: number;
  /** How long each run takes, in seconds. */
  readonly seconds: number;
}

/** What both runs share. */
interface Run extends OAuthRun {
  readonly program: string;
  readonly server: SentryServer;
  readonly subjects: readonly Subject[];
  readonly store: StoreSpec;
}

/** Runs many processes that share logins: first with faults that lose no response, then with faults that do. */
export async function oauthPart(program: string, run: OAuthRun): Promise<PartReport[]> {
  const redis = await startRedis(["--appendonly", "yes", "--appendfsync", "always"]);
  const store: StoreSpec = { kind: "redis", port: redis.port };
  const server = await startSentryServer({ recordLimit: 0 });
  server.oauth.tokenLifetime = LIFE / 1000;
  const { clientId } = server.oauth.publicClient;
  const subjects = Array.from(
    { length: run.accounts },
    (_, index): Subject => ({ kind: "oauth", account: `account-${index}`, clientId }),
  );
  for (const subject of subjects) await logIn(server, subject, store);

  const both = { ...run, program, server, subjects, store };
  const safe = await safeRun(both);
  const unsafe = await unsafeRun(both);
  await server.close();
  await redis.stop();
  return [safe, unsafe];
}

/** The processes, with points that know whether the process would lose another login if it were killed there. */
function startLoginFleet(
  { program, processes, server, subjects, store }: Run,
  decide: (reached: Reached, isAlone: boolean) => void,
): Fleet {
  const spec = { instance: server.origin, url: server.urls.projects, store, subjects, loops: 4, pause: 60 };
  return startFleet(program, processes, spec, (reached) =>
    decide(
      reached,
      reached.exchanging.every((subject) => subject === reached.subject),
    ),
  );
}

async function safeRun(run: Run): Promise<PartReport> {
  const faults = {
    "killed while it waited for the lock": 0,
    "killed after its write": 0,
    "stopped between its exchange and its write for longer than the lock lives": 0,
  };
  let lastKill = Date.now();
  const exchanges = new Exchanges(LIFE);
  run.server.oauth.afterCommit = ({ login, request }) => {
    exchanges.add(String(login.id), workerOf(request.rawHeaders));
    return undefined;
  };
  const started = Date.now();
  const fleet = startLoginFleet(run, (reached, isAlone) => {
    const now = Date.now();
    if (reached.point === "after-exchange" && now - started > 8_000 && isAlone) {
      if (faults["stopped between its exchange and its write for longer than the lock lives"] > 0) return;
      faults["stopped between its exchange and its write for longer than the lock lives"] += 1;
      exchanges.hit(reached.worker, reached.exchanging.map(String));
      void reached.stop(STOPPED).then(() => exchanges.goesOn(reached.worker));
    } else if (
      now - lastKill > 1_500 &&
      isAlone &&
      (reached.point === "waiting-for-lock" || reached.point === "after-store")
    ) {
      lastKill = now;
      faults[reached.point === "after-store" ? "killed after its write" : "killed while it waited for the lock"] += 1;
      reached.kill();
    }
  });
  await new Promise((resolve) => setTimeout(resolve, run.seconds * 1000));
  await fleet.finish();
  return {
    title: "OAuth on Redis, no response lost",
    processes: run.processes,
    credentials: run.accounts,
    seconds: (Date.now() - started) / 1000,
    requests: fleet.requests,
    results: fleet.results,
    faults,
    exchanges: { count: exchanges.count, destroyed: exchanges.destroyed, excess: exchanges.excess },
    expiries: Math.floor((Date.now() - started) / LIFE) * run.accounts,
    lost: (await lostLogins(run)).length,
  };
}

async function unsafeRun(run: Run): Promise<PartReport> {
  const toDrop = new Set(DROPPED);
  const toKill = new Set(KILLED);
  const exchanges = new Exchanges(LIFE);
  run.server.oauth.afterCommit = ({ login, request }) => {
    const isDropped = toDrop.delete(login.id);
    exchanges.add(String(login.id), workerOf(request.rawHeaders), isDropped);
    return isDropped ? "drop" : undefined;
  };
  const started = Date.now();
  const fleet = startLoginFleet(run, (reached, isAlone) => {
    if (reached.point !== "after-exchange" || !isAlone || !toKill.delete(reached.subject)) return;
    exchanges.hit(reached.worker, reached.exchanging.map(String));
    reached.kill();
  });
  await new Promise((resolve) => setTimeout(resolve, run.seconds * 1000));
  await fleet.finish();
  const lost = await lostLogins(run);
  const expected = [...DROPPED, ...KILLED];
  return {
    title: "OAuth on Redis, responses lost on purpose",
    processes: run.processes,
    credentials: run.accounts,
    seconds: (Date.now() - started) / 1000,
    requests: fleet.requests,
    results: fleet.results,
    faults: {
      "dropped response": DROPPED.length - toDrop.size,
      "killed between the server's commit and its write": KILLED.length - toKill.size,
    },
    exchanges: { count: exchanges.count, destroyed: exchanges.destroyed, excess: exchanges.excess },
    expiries: Math.floor((Date.now() - started) / LIFE) * run.accounts,
    // Exactly these are lost.
    lost: lost.filter((one) => !expected.includes(one)).length + expected.filter((one) => !lost.includes(one)).length,
    lostOnPurpose: lost.filter((one) => expected.includes(one)).length,
  };
}

function workerOf(rawHeaders: readonly string[]): number {
  return Number(rawHeaders[rawHeaders.findIndex((name) => name.toLowerCase() === "x-worker") + 1]);
}

async function logIn(server: SentryServer, subject: Subject, spec: StoreSpec): Promise<void> {
  if (subject.kind !== "oauth") return;
  const { store, close } = await openStore(spec);
  const { clientId, account } = subject;
  const { url, login } = await startLogin({
    clientId,
    redirectUri: REDIRECT,
    scopes: ["org:read"],
    instance: server.origin,
  });
  const page = await fetch(url, { redirect: "manual" });
  await finishLogin({ login, callbackUrl: page.headers.get("Location") ?? "", clientId, store, account });
  close();
}

/** Returns the accounts whose login a new process finds to be lost. */
async function lostLogins({ server, subjects, store: spec }: Run): Promise<number[]> {
  const { store, close } = await openStore(spec);
  const lost: number[] = [];
  for (const [index, subject] of subjects.entries()) {
    if (subject.kind !== "oauth") continue;
    const sentry = withSentryAuth(fetch, oauthAuth({ ...subject, store, instance: server.origin }));
    try {
      const response = await sentry(server.urls.projects);
      await response.text();
      if (!response.ok) throw new Error(`${subject.account}: status ${response.status}`);
    } catch (error) {
      if (!isSentryAuthError(error) || error.code !== "ERR_LOGIN_REQUIRED") throw error;
      lost.push(index);
    }
  }
  close();
  return lost;
}
