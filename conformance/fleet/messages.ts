import type { StoreSpec } from "./stores.ts";

/** A moment of a renewal in which a fault can hit the process. */
export type Point = "waiting-for-lock" | "before-exchange" | "after-exchange" | "after-store";

/** One credential of the fleet: an installation, or a login. */
export type Subject =
  | {
      readonly kind: "integration";
      readonly installationId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | { readonly kind: "oauth"; readonly account: string; readonly clientId: string };

/** The work of a process. */
export interface WorkerSpec {
  readonly instance: string;
  readonly url: string;
  readonly store: StoreSpec;
  readonly subjects: readonly Subject[];
  /** How many requests it has under way at a time, and how long it pauses after each on average, in milliseconds. */
  readonly loops: number;
  readonly pause: number;
}

/** The results of requests, by what the caller saw, such as `200` or `ERR_SECRET_UNAVAILABLE: the message`. */
export type Results = Record<string, number>;

/** From a process: results since the last message, a write that failed, or a point in which it waits. */
export type FromWorker =
  | { readonly type: "unstored"; readonly subject: number }
  | { readonly type: "results"; readonly bySubject: readonly Results[] }
  | { readonly type: "point"; readonly number: number; readonly point: Point; readonly subject: number };

/** To a process: a point is passed, or the work ends. */
export type ToWorker = { readonly type: "pass"; readonly number: number } | { readonly type: "finish" };
