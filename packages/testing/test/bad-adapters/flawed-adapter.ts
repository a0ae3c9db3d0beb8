import type { AdapterOptions, Authorization, AuthRequest, AuthStrategy } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import type { AdapterSubject, CaseInit, CaseResponse } from "../../src/index.ts";

type Send = (url: string, init: CaseInit) => Promise<CaseResponse>;

/** Where a sound adapter can be spoiled. */
export interface Flaw {
  /** What it does with the strategy that it was given. */
  readonly strategy?: (strategy: AuthStrategy) => AuthStrategy;
  readonly options?: (options: AdapterOptions | undefined) => AdapterOptions | undefined;
  /** What it does below authentication, with the header in place. */
  readonly fetch?: () => (url: string, init: RequestInit) => Promise<Response>;
  /** What it does above authentication, with the caller's own settings. */
  readonly send?: (send: Send, strategy: AuthStrategy) => Send;
  readonly client?: (client: object, strategy: AuthStrategy) => object;
}

/** The fetch adapter with one flaw, or none. */
export function flawedAdapter(flaw: Flaw = {}): AdapterSubject {
  return {
    name: "flawed",
    wrap: (strategy, options) => {
      const used = flaw.strategy?.(strategy) ?? strategy;
      const transport = (flaw.fetch?.() ?? fetch) as typeof fetch;
      const client = withSentryAuth(transport, used, flaw.options ? flaw.options(options) : options);
      const send: Send = async (url, init) => {
        const response = await client(url, "json" in init ? { ...init, body: JSON.stringify(init.json) } : init);
        return { status: response.status, text: await response.text(), shown: [response] };
      };
      return { client: flaw.client?.(client, strategy) ?? client, send: flaw.send?.(send, strategy) ?? send };
    },
  };
}

/** A strategy with other authorizations than its own. */
export function altered(change: (given: Authorization, request: AuthRequest) => Authorization) {
  return (strategy: AuthStrategy): AuthStrategy => ({
    ...strategy,
    origins: undefined,
    authorize: (request) => {
      const given = strategy.authorize(request);
      return given instanceof Promise ? given.then((later) => change(later, request)) : change(given, request);
    },
  });
}

export function headerIn(init: RequestInit): string | null {
  return new Headers(init.headers).get("Authorization");
}
