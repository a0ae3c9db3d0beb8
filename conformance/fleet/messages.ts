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

/**
 * The results of requests, by what the caller saw, such as `200` or `ERR_SECRET_UNAVAILABLE: the message`. After a 401
 * follows the reason for which the renewal of that very request failed, if it failed.
 */
export type Results = Record<string, number>;

/** From a process. */
export type FromWorker =
  /** Results since the last message. */
  | { readonly type: "results"; readonly bySubject: readonly Results[] }
  /** A point in which it waits. `id` is the credential's that it has stored. */
  | {
      readonly type: "point";
      readonly number: number;
      readonly point: Point;
      readonly subject: number;
      readonly id: string | undefined;
    }
  /** An exchange that returned no credential. */
  | { readonly type: "refused-exchange"; readonly subject: number }
  /** A write that the store refused, with its reason. */
  | { readonly type: "refused-write"; readonly subject: number; readonly id: string; readonly reason: string }
  /** A write that came after another process'. */
  | { readonly type: "superseded"; readonly subject: number; readonly id: string; readonly by: string };

/** To a process: a point is passed, or the work ends. */
export type ToWorker = { readonly type: "pass"; readonly number: number } | { readonly type: "finish" };
