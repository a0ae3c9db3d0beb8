import { spawnSync } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withSentryAuth } from "@x/sentry-fetch";
import { integrationAuth } from "@x/sentry-integration";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { startRedis } from "../../packages/redis-store/test/redis-server.ts";
import { Exchanges } from "./exchanges.ts";
import { startFleet } from "./fleet.ts";
import type { Point, Subject } from "./messages.ts";
import type { PartReport } from "./report.ts";
import { openStore, type StoreSpec } from "./stores.ts";

/** The life of a token, in milliseconds. */
const LIFE = 5_000;
/** Longer than a lock lives. */
const STOPPED = 12_500;
const FAULT_EVERY = 2_500;

/** A fault that hits the process that reaches a point, the server's next exchange, or the store. */
type Fault =
  | { readonly name: string; readonly point: Point; readonly act: "kill" | "stop" }
  | { readonly name: string; readonly act: "drop" | "store" };

const FAULTS: readonly Fault[] = [
  { name: "killed while it held the lock", point: "before-exchange", act: "kill" },
  { name: "killed after its exchange, before its write", point: "after-exchange", act: "kill" },
  {
    name: "stopped before its write for longer than the lock lives",
    point: "after-exchange",
    act: "stop",
  },
  { name: "dropped response", act: "drop" },
  {
    name: "stopped after its write for longer than the lock lives",
    point: "after-store",
    act: "stop",
  },
  { name: "store", act: "store" },
  { name: "killed while it waited for the lock", point: "waiting-for-lock", act: "kill" },
  { name: "killed after its write", point: "after-store", act: "kill" },
];

/** A store and the fault that hits it. */
interface Place {
  readonly spec: StoreSpec;
  readonly fault: string;
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
  /** When the run ends also without all requests, in seconds. */
  readonly limit: number;
}

/** Runs many processes that share the tokens of installations, with faults unless each has a store of its own. */
export async function integrationPart(program: string, run: IntegrationRun): Promise<PartReport> {
  const place = await placeFor(run.store);
  const server = await startSentryServer({ recordLimit: 0 });
  server.installations.tokenLifetime = LIFE / 1000;
  const installations = Array.from({ length: run.installations }, () =>
    server.installations.create({ authorized: true }),
  );
  const subjects = installations.map(({ options }): Subject => ({ kind: "integration", ...options }));
  const idOf = (subject: number): string => installations[subject]?.options.installationId ?? "";

  const exchanges = new Exchanges(LIFE);
  const planned: Fault[] = [];
  const happened: Record<string, number> = {};
  const note = (name: string): void => {
    happened[name] = (happened[name] ?? 0) + 1;
  };
  const take = (isIt: (fault: Fault) => boolean): Fault | undefined => {
    const index = planned.findIndex(isIt);
    return index < 0 ? undefined : planned.splice(index, 1)[0];
  };
  server.installations.afterCommit = ({ installation, request }) => {
    const header = request.rawHeaders.findIndex((name) => name.toLowerCase() === "x-worker");
    const dropped = take(({ act }) => act === "drop");
    if (dropped) note(dropped.name);
    exchanges.add(installation.options.installationId, Number(request.rawHeaders[header + 1]), dropped !== undefined);
    return dropped ? "drop" : undefined;
  };

  const started = Date.now();
  const fleet = startFleet(
    program,
    run.processes,
    { instance: server.origin, url: server.urls.projects, store: place.spec, subjects, loops: 4, pause: 60 },
    (reached) => {
      const fault = take((one) => "point" in one && one.point === reached.point);
      if (!fault || !("point" in fault)) return;
      note(fault.name);
      const { worker } = reached;
      exchanges.hit(worker, reached.exchanging.map(idOf));
      if (fault.act === "kill") reached.kill();
      else void reached.stop(STOPPED).then(() => exchanges.goesOn(worker));
    },
    (worker, subject) => exchanges.destroy(idOf(subject), worker),
  );

  let failing: Promise<void> = Promise.resolve();
  let next = 0;
  const plan = (): void => {
    const fault = FAULTS[next % FAULTS.length];
    next += 1;
    if (fault?.act === "store") {
      note(place.fault);
      failing = place.fail();
    } else if (fault) planned.push(fault);
  };
  const planning = run.store === "memory" ? undefined : setInterval(plan, FAULT_EVERY);
  while (fleet.requests < run.requests && Date.now() - started < run.limit * 1000)
    await new Promise((resolve) => setTimeout(resolve, 100));
  clearInterval(planning);
  planned.length = 0;
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
    results: fleet.results,
    faults: happened,
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
  if (kind === "memory") return { spec: { kind }, fault: "none", fail: async () => {}, close: async () => {} };
  if (kind === "redis") {
    const server = await startRedis(["--appendonly", "yes"]);
    return {
      spec: { kind, port: server.port },
      fault: "Redis restarted",
      fail: () => server.restart(),
      close: () => server.stop(),
    };
  }
  const directory = await mkdtemp(path.join(tmpdir(), "fleet-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", directory]).status === 0;
  return {
    spec: { kind, directory: path.join(directory, "credentials") },
    fault: mounted ? "full disk" : "full disk (skipped: this user may not mount one)",
    fail: async () => {
      if (mounted) await fillDisk(directory, 3_000);
    },
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
