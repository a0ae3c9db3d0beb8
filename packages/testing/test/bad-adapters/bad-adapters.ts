import { badFailures } from "./failures.ts";
import type { Flaw } from "./flawed-adapter.ts";
import { badOrigins } from "./origins.ts";
import { badRenewal } from "./renewal.ts";
import { badReplay } from "./replay.ts";
import { badSecrecy } from "./secrecy.ts";
import { badWire } from "./wire.ts";

/** For every case of an adapter, one that breaks that promise. */
export const badAdapters: Readonly<Record<string, Flaw>> = {
  ...badWire,
  ...badOrigins,
  ...badSecrecy,
  ...badRenewal,
  ...badReplay,
  ...badFailures,
};
