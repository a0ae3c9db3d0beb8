import { isSentryAuthError } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { finishLogin, oauthAuth, startLogin } from "@x/sentry-oauth";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { startRedis } from "../../packages/redis-store/test/redis-server.ts";
import { Exchanges } from "./exchanges.ts";
import { type Fault, Faults } from "./faults.ts";
import { type Fleet, type Reached, startFleet, workerOf } from "./fleet.ts";
import type { Subject } from "./messages.ts";
import type { PartReport } from "./report.ts";
import { openStore, type StoreSpec } from "./stores.ts";

const LIFE = 5_000;
const STOPPED = 12_500;
const FAULT_EVERY = 1_500;
const REDIRECT = "http://127.0.0.1:1/callback";
/** The logins that the second run loses on purpose: by a dropped response, or a process killed before its write. */
const DROPPED = [0, 1];
const KILLED = [2, 3];
const DROP = "dropped response";
const KILL = "killed between the server's commit and its write";

/** The options of both runs. */
export interface OAuthRun {
  readonly processes: number;
  readonly accounts: number;
  /** How long each run takes at least, in seconds. */
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

const STOPPED_BEFORE_WRITE = "stopped between its exchange and its write for longer than the lock lives";
const SAFE_FAULTS: readonly Fault[] = [
  { name: "killed while it waited for the lock", point: "waiting-for-lock", act: "kill" },
  { name: "killed after its write", point: "after-store", act: "kill" },
];

/** Starts processes that share the logins. */
function startLoginFleet(
  { program, processes, server, subjects, store }: Run,
  exchanges: Exchanges,
  decide: (reached: Reached) => void,
): Fleet {
  const spec = { instance: server.origin, url: server.urls.projects, store, subjects, loops: 4, pause: 60 };
  return startFleet(program, processes, spec, exchanges, decide);
}

/** Waits until the run has taken its time and its faults have happened, at most for a minute more. */
async function waitUntil({ seconds }: Run, isComplete: () => boolean): Promise<void> {
  const started = Date.now();
  const isOver = (time: number): boolean => Date.now() - started >= time * 1000;
  while (!(isOver(seconds) && isComplete()) && !isOver(seconds + 60))
    await new Promise((resolve) => setTimeout(resolve, 100));
}

async function safeRun(run: Run): Promise<PartReport> {
  const exchanges = new Exchanges(LIFE);
  const faults = new Faults(SAFE_FAULTS);
  run.server.oauth.afterCommit = ({ login, request }) => {
    exchanges.commit(workerOf(request), login.id, undefined);
    return undefined;
  };
  const started = Date.now();
  const stopped: number[] = [];
  const fleet = startLoginFleet(run, exchanges, ({ point, subject, isAlone, kill, stop }) => {
    // A process that has another pair which is not stored yet would lose that login.
    if (!isAlone) return;
    if (point === "after-exchange" && stopped.length === 0 && Date.now() - started > 8_000) {
      stopped.push(subject);
      stop(STOPPED_BEFORE_WRITE, STOPPED);
      return;
    }
    const fault = faults.take((one) => "point" in one && one.point === point);
    if (fault) kill(fault.name);
  });
  const planning = setInterval(() => faults.plan(), FAULT_EVERY);
  await waitUntil(run, () => faults.isComplete && stopped.length > 0);
  clearInterval(planning);
  await fleet.finish();
  return {
    ...reportOf(run, fleet, exchanges, started),
    title: "OAuth on Redis, no response lost",
    mayRequireLogin: stopped,
    faults: { ...faults.counts, [STOPPED_BEFORE_WRITE]: stopped.length },
    lost: (await lostLogins(run)).length,
  };
}

async function unsafeRun(run: Run): Promise<PartReport> {
  const toDrop = new Set(DROPPED);
  const toKill = new Set(KILLED);
  const exchanges = new Exchanges(LIFE);
  run.server.oauth.afterCommit = ({ login, request }) => {
    const isDropped = toDrop.delete(login.id);
    exchanges.commit(workerOf(request), login.id, isDropped ? DROP : undefined);
    return isDropped ? "drop" : undefined;
  };
  const started = Date.now();
  const fleet = startLoginFleet(run, exchanges, ({ point, subject, isAlone, kill }) => {
    if (point === "after-exchange" && isAlone && toKill.delete(subject)) kill(KILL);
  });
  await waitUntil(run, () => toDrop.size + toKill.size === 0);
  await fleet.finish();
  const lost = await lostLogins(run);
  const expected = [...DROPPED, ...KILLED];
  return {
    ...reportOf(run, fleet, exchanges, started),
    title: "OAuth on Redis, responses lost on purpose",
    mayRequireLogin: expected,
    faults: { [DROP]: DROPPED.length - toDrop.size, [KILL]: KILLED.length - toKill.size },
    // Exactly these are lost.
    lost: lost.filter((one) => !expected.includes(one)).length + expected.filter((one) => !lost.includes(one)).length,
    lostOnPurpose: lost.filter((one) => expected.includes(one)).length,
  };
}

/** The counts that both runs report. */
function reportOf(run: Run, { requests, results }: Fleet, exchanges: Exchanges, started: number) {
  const ms = Date.now() - started;
  return {
    processes: run.processes,
    credentials: run.accounts,
    seconds: ms / 1000,
    requests,
    wanted: 0,
    results,
    exchanges: { count: exchanges.count, destroyed: exchanges.destroyed, excess: exchanges.excess },
    expiries: Math.floor(ms / LIFE) * run.accounts,
  };
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
