import { spawnSync } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withSentryAuth } from "@x/sentry-fetch";
import { integrationAuth } from "@x/sentry-integration";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { startRedis } from "../../packages/redis-store/test/redis-server.ts";
import { Exchanges } from "./exchanges.ts";
import { type Fault, Faults } from "./faults.ts";
import { startFleet, workerOf } from "./fleet.ts";
import type { Subject } from "./messages.ts";
import type { PartReport } from "./report.ts";
import { openStore, type StoreSpec } from "./stores.ts";

/** The life of a token, in milliseconds. */
const LIFE = 5_000;
/** Longer than a lock lives. */
const STOPPED = 12_500;
const FAULT_EVERY = 2_500;

const FAULTS: readonly Fault[] = [
  { name: "killed while it held the lock", point: "before-exchange", act: "kill" },
  { name: "killed after its exchange, before its write", point: "after-exchange", act: "kill" },
  { name: "stopped before its write for longer than the lock lives", point: "after-exchange", act: "stop" },
  { name: "dropped response", act: "drop" },
  { name: "stopped after its write for longer than the lock lives", point: "after-store", act: "stop" },
  { name: "killed while it waited for the lock", point: "waiting-for-lock", act: "kill" },
  { name: "killed after its write", point: "after-store", act: "kill" },
];

/** A store and the fault that hits it. */
interface Place {
  readonly spec: StoreSpec;
  /** The fault that `fail` is; `undefined` if this store cannot fail. */
  readonly fault: string | undefined;
  /** The errors of the store that this fault is the reason for, as the code and the message. */
  readonly errors: RegExp;
  /** Makes the store fail for a while. */
  fail(): Promise<void>;
  close(): Promise<void>;
}

/** The options of one run. */
export interface IntegrationRun {
  readonly title: string;
  readonly store: "redis" | "file" | "memory";
  readonly processes: number;
  readonly installations: number;
  readonly requests: number;
  /** How many requests each process has under way at a time. */
  readonly loops: number;
  /** When the run ends also without all requests or faults, in seconds. */
  readonly limit: number;
}

/** Runs many processes that share the tokens of installations, with faults. */
export async function integrationPart(program: string, run: IntegrationRun): Promise<PartReport> {
  const place = await placeFor(run.store);
  const server = await startSentryServer({ recordLimit: 0 });
  server.installations.tokenLifetime = LIFE / 1000;
  const installations = Array.from({ length: run.installations }, () =>
    server.installations.create({ authorized: true }),
  );
  const subjects = installations.map(({ options }): Subject => ({ kind: "integration", ...options }));
  const ids = installations.map(({ options }) => options.installationId);

  const exchanges = new Exchanges(LIFE);
  const faults = new Faults(place.fault === undefined ? FAULTS : [...FAULTS, { name: place.fault, act: "store" }]);
  server.installations.afterCommit = ({ installation, request }) => {
    const dropped = faults.take(({ act }) => act === "drop");
    exchanges.commit(workerOf(request), ids.indexOf(installation.options.installationId), dropped?.name);
    return dropped ? "drop" : undefined;
  };

  const started = Date.now();
  const spec = { instance: server.origin, url: server.urls.projects, store: place.spec, subjects };
  const fleet = startFleet(
    program,
    run.processes,
    { ...spec, loops: run.loops, pause: 60 },
    exchanges,
    ({ point, kill, stop }) => {
      const fault = faults.take((one) => "point" in one && one.point === point);
      if (fault?.act === "kill") kill(fault.name);
      else if (fault) stop(fault.name, STOPPED);
    },
    (reason) => (place.errors.test(reason) ? place.fault : undefined),
  );

  let failing: Promise<void> = Promise.resolve();
  const planning = setInterval(() => {
    faults.plan();
    if (faults.take(({ act }) => act === "store")) failing = place.fail();
  }, FAULT_EVERY);
  const isDone = (): boolean => fleet.requests >= run.requests && faults.isComplete;
  while (!isDone() && Date.now() - started < run.limit * 1000) await new Promise((resolve) => setTimeout(resolve, 100));
  clearInterval(planning);
  await failing;
  await fleet.finish();
  const seconds = (Date.now() - started) / 1000;

  const lost = run.store === "memory" ? undefined : await countLost(server, subjects, place.spec);
  await server.close();
  await place.close();
  return {
    title: run.title,
    processes: run.processes,
    credentials: run.installations,
    seconds,
    requests: fleet.requests,
    wanted: run.requests,
    results: fleet.results,
    mayRequireLogin: [],
    faults: faults.counts,
    exchanges: { count: exchanges.count, destroyed: exchanges.destroyed, excess: exchanges.excess },
    expiries: Math.floor((seconds * 1000) / LIFE) * run.installations,
    lost,
  };
}

/** Counts the installations for which a new process gets no response. */
async function countLost(server: SentryServer, subjects: readonly Subject[], spec: StoreSpec): Promise<number> {
  const { store, close } = await openStore(spec);
  let lost = 0;
  for (const subject of subjects) {
    if (subject.kind !== "integration") continue;
    const strategy = integrationAuth({ ...subject, store, instance: server.origin });
    const response = await withSentryAuth(fetch, strategy)(server.urls.projects).catch(() => undefined);
    await response?.text();
    if (!response?.ok) lost += 1;
  }
  close();
  return lost;
}

async function placeFor(kind: IntegrationRun["store"]): Promise<Place> {
  if (kind === "memory")
    return { spec: { kind }, fault: undefined, errors: /(?!)/, fail: async () => {}, close: async () => {} };
  if (kind === "redis") {
    const server = await startRedis(["--appendonly", "yes"]);
    return {
      spec: { kind, port: server.port },
      fault: "Redis restarted",
      errors: /^(?:ECONNREFUSED|ECONNRESET|EPIPE|Error: Socket closed|\w*(?:Socket|Client|Connect|Disconnect)\w*): /,
      fail: () => server.restart(),
      close: () => server.stop(),
    };
  }
  const directory = await mkdtemp(path.join(tmpdir(), "fleet-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", directory]).status === 0;
  return {
    spec: { kind, directory: path.join(directory, "credentials") },
    fault: mounted ? "full disk" : undefined,
    errors: /^ENOSPC: /,
    fail: () => fillDisk(directory, 3_000),
    close: async () => {
      if (mounted) spawnSync("umount", ["-l", directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Leaves no room on the disk for a while. */
async function fillDisk(directory: string, ms: number): Promise<void> {
  const ballast = path.join(directory, "ballast");
  const handle = await open(ballast, "w");
  try {
    for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
      const block = Buffer.alloc(size);
      while (
        await handle.write(block).then(
          ({ bytesWritten }) => bytesWritten === size,
          () => false,
        )
      );
    }
    await new Promise((resolve) => setTimeout(resolve, ms));
  } finally {
    await handle.close();
    await rm(ballast);
  }
}
