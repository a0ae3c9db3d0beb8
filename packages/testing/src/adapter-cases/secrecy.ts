import { type CaseServer, received, withServers } from "../cases/case-server.ts";
import { fixedStrategy, handmadeStrategy, renewingStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual, failureOf, meanwhile, soon } from "../cases/expectations.ts";
import { findLeaks } from "../leaks/find-leaks.ts";
import type { AdapterCapability, AdapterSubject, WrappedClient } from "./adapter-subject.ts";

function checkHidden(value: unknown, token: string, what: string): void {
  const [leak] = findLeaks({ it: value }, { secrets: [token] });
  check(leak === undefined, `${what} shows the secret (${leak?.form}) at ${leak?.path}, where "it" is ${what}`);
}

/** Checks that a response or error with this status contains no secret. */
async function checkResponse(
  { send }: WrappedClient,
  server: CaseServer,
  path: string,
  status: number,
  token: string,
): Promise<void> {
  const response = await send(server.origin + path, { method: "POST", headers: { "X-Mine": "one" }, body: "text" });
  checkEqual(response.status, status, `the status of ${path}`);
  check(response.shown.length > 0, "the subject shows nothing of what its client gives");
  for (const [index, shown] of response.shown.entries()) checkHidden(shown, token, `shown[${index}] of a ${status}`);
}

/** What a user can print. */
export const adapterSecrecyCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase("shows nothing of the secret in the client", (subject, start) =>
    withServers(start, async (server) => {
      const { client, send } = subject.wrap(await fixedStrategy(server));
      const { token } = await server.credentials;
      checkHidden(client, token, "the client");
      await send(server.urls.echo, {});
      checkHidden(client, token, "the client after a request");
    }),
  ),

  defineCase(
    "hides the secret in responses",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        await checkResponse(subject.wrap(await fixedStrategy(server)), server, "/test/echo", 200, token);
      }),
    "hidden-header",
  ),

  defineCase(
    "hides the secret in the server's refusals",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        const wrapped = subject.wrap(await fixedStrategy(server));
        for (const status of [401, 403, 404, 500])
          await checkResponse(wrapped, server, `/test/status/${status}`, status, token);
        await server.rotate();
        await checkResponse(wrapped, server, "/test/echo", 401, token);
      }),
    "hidden-header",
  ),

  defineCase(
    "shows nothing of the secret in the error of a broken connection",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        const { send } = subject.wrap(await fixedStrategy(server));
        const error = await failureOf(() => send(`${server.origin}/test/reset`, {}), "a request without a response");
        checkHidden(error, token, "the error");
      }),
    "hidden-header",
  ),

  defineCase(
    "shows nothing of the secret in the error of an aborted request",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        const { send } = subject.wrap(await fixedStrategy(server));
        const controller = new AbortController();
        const pending = send(`${server.urls.echo}?hold=abort`, { signal: controller.signal });
        const failure = meanwhile(failureOf(() => pending, "an aborted request"));
        await soon(received(server, 1), "the request's arrival");
        controller.abort();
        checkHidden(await failure, token, "the error");
        await server.release("abort");
      }),
    "abort",
    "hidden-header",
  ),

  defineCase("shows nothing of the secret in its own errors", (subject, start) =>
    withServers(start, async (server, other) => {
      const { token } = await server.credentials;
      const { send } = subject.wrap(renewingStrategy(server).strategy);
      const url = `${other.urls.echo}?key=${token}`;
      checkHidden(await authErrorOf(() => send(url, {}), "ERR_UNTRUSTED_ORIGIN", "another origin"), token, "the error");
    }),
  ),

  defineCase("refuses an illegal header of a third party's strategy, and does not show it", (subject, start) =>
    withServers(start, async (server) => {
      const { token } = await server.credentials;
      const origins = [server.origin];
      for (const end of ["\n", "\r\nX-Injected: 1", "\0", " ", "é", "ł"]) {
        const { send } = subject.wrap(handmadeStrategy({ header: `Bearer ${token}${end}`, origins }));
        const act = (): unknown => send(server.urls.echo, {});
        const error = await authErrorOf(act, "ERR_INVALID_SECRET", `a header with ${JSON.stringify(end)} at its end`);
        checkHidden(error, token, "the error");
      }
      checkEqual((await server.requests).length, 0, "the number of requests that arrived");
    }),
  ),
];
