import type { AuthStrategy } from "@x/sentry-core";
import type { AdapterSubject, PrincipalKind, SentryServer } from "@x/sentry-testing";
import { loadModules } from "../../conformance/src/subjects.ts";
import type { DemoRequest } from "./exchange.ts";

/** A strategy with a request that its credential is for. */
export interface DemoStrategy {
  readonly strategy: AuthStrategy;
  readonly request: DemoRequest;
  /** The kind of caller that the server should recognize. */
  readonly caller: PrincipalKind;
}

const modules = await loadModules();

/** The first client of each adapter. */
export const clients: readonly AdapterSubject[] = modules.flatMap(({ adapters = [] }) => adapters.slice(0, 1));

/** Every strategy, once for each of its documented requests. */
export async function strategiesFor(server: SentryServer): Promise<readonly DemoStrategy[]> {
  const found: DemoStrategy[] = [];
  for (const { strategy: subject, connect } of modules) {
    for (const { url, method = "GET", body, caller, secretOf = subject?.secretOf } of subject?.requests ?? []) {
      const secret = secretOf?.(server.credentials);
      const strategy = connect ? await connect(server) : subject?.create(secret, server.origin);
      if (strategy) found.push({ strategy, request: { method, url: server.urls[url], body }, caller });
    }
  }
  return found;
}
