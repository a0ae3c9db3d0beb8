import { received, sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy, tokenStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { checkEqual, failureOf, meanwhile, soon } from "../cases/expectations.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";

/** A secret function whose calls stay pending until the test settles them. */
function heldSecrets(): {
  secret: () => Promise<string>;
  give: (token: string) => void;
  asked: () => Promise<void>;
  calls: () => number;
} {
  let calls = 0;
  let give: (token: string) => void = () => {};
  let ask: () => void = () => {};
  let asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  return {
    secret: () =>
      new Promise((resolve) => {
        calls += 1;
        give = resolve;
        ask();
      }),
    give: (token) => {
      asked = new Promise((resolve) => {
        ask = resolve;
      });
      give(token);
    },
    asked: () => asked,
    calls: () => calls,
  };
}

/** Callers that give up. */
export const adapterAbortCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase(
    "lets one caller give up while all wait for the secret",
    (subject, start) =>
      withServers(start, async (server) => {
        const { secret, give, asked, calls } = heldSecrets();
        const { send } = subject.wrap(tokenStrategy(secret, server.origin));
        const controller = new AbortController();
        const impatient = meanwhile(
          failureOf(() => send(server.urls.echo, { signal: controller.signal }), "the aborted request"),
        );
        const patient = meanwhile(send(server.urls.echo, {}));
        await soon(asked(), "the call to the secret's function");
        controller.abort();
        await soon(impatient, "the rejection of the aborted request, ahead of the secret,");
        give((await server.credentials).token);
        checkEqual((await patient).status, 200, "the status for the other caller");
        checkEqual(calls(), 1, "the number of calls to the secret's function");
        checkEqual((await sentRequests(server)).length, 1, "the number of requests");
      }),
    "abort",
  ),

  defineCase(
    "lets one caller give up while all wait for a renewal",
    (subject, start) =>
      withServers(start, async (server) => {
        const { secret, give, asked, calls } = heldSecrets();
        const { send } = subject.wrap(tokenStrategy(secret, server.origin));
        const first = meanwhile(send(server.urls.echo, {}));
        await soon(asked(), "the first call to the secret's function");
        give((await server.credentials).token);
        checkEqual((await first).status, 200, "the first status");
        await server.rotate();
        const controller = new AbortController();
        const impatient = meanwhile(
          failureOf(() => send(server.urls.echo, { signal: controller.signal }), "the aborted request"),
        );
        const patient = meanwhile(send(server.urls.echo, {}));
        await soon(asked(), "the second call to the secret's function");
        await soon(received(server, 3), "the arrival of both requests");
        controller.abort();
        await soon(impatient, "the rejection of the aborted request, ahead of the renewal,");
        give((await server.credentials).token);
        checkEqual((await patient).status, 200, "the status for the other caller");
        checkEqual(calls(), 2, "the number of calls to the secret's function");
      }),
    "abort",
    "renewal",
  ),

  defineCase(
    "sends nothing for a caller that had given up before",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send } = subject.wrap(await fixedStrategy(server));
        await failureOf(() => send(server.urls.echo, { signal: AbortSignal.abort() }), "the aborted request");
        checkEqual((await server.requests).length, 0, "the number of requests");
      }),
    "abort",
  ),
];
