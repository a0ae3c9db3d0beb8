import { received, sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy, handmadeStrategy, renewingStrategy, tokenStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual, meanwhile, soon } from "../cases/expectations.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";
import { rotatedClient } from "./rotated-client.ts";

/** What happens after a 401. */
export const adapterRenewalCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase(
    "renews a rejected secret and sends the request once more",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send, calls } = await rotatedClient(subject, server);
        checkEqual((await send(`${server.urls.echo}?a=1`, { headers: { "X-Mine": "one" } })).status, 200, "the status");
        checkEqual(calls(), 2, "the number of calls to the secret's function");
        const [, rejected, again, ...more] = await sentRequests(server);
        checkEqual(more.length, 0, "the number of further requests");
        checkEqual(again?.url, rejected?.url, "the URL of the second attempt");
        check(again?.rawHeaders.includes("one") === true, "the second attempt lost the caller's headers");
        checkEqual(again?.authorization, `Bearer ${(await server.credentials).token}`, "the header that arrived");
      }),
    "renewal",
  ),

  defineCase(
    "renews once for all requests that were rejected together",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send, calls } = await rotatedClient(subject, server);
        const responses = await Promise.all([1, 2, 3, 4].map((n) => send(`${server.urls.echo}?n=${n}`, {})));
        check(
          responses.every(({ status }) => status === 200),
          "not every request got through",
        );
        checkEqual(calls(), 2, "the number of calls to the secret's function");
      }),
    "renewal",
  ),

  defineCase(
    "handles a late 401 for an older secret with the current one, without calling the function",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send, calls } = await rotatedClient(subject, server);
        const late = meanwhile(send(`${server.urls.echo}?hold=late`, {}));
        await soon(received(server, 2), "the arrival of the late request");
        checkEqual((await send(server.urls.echo, {})).status, 200, "the status of the request that renews");
        await server.release("late");
        checkEqual((await late).status, 200, "the status of the late request");
        checkEqual(calls(), 2, "the number of calls to the secret's function");
      }),
    "renewal",
  ),

  defineCase(
    "gives the server's 401 to the caller where the function has the same value again",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        const { send } = subject.wrap(tokenStrategy(() => token, server.origin));
        await server.rotate();
        await checkLeftWith401(server, send(server.urls.echo, {}));
      }),
    "renewal",
  ),

  defineCase(
    "gives the server's 401 to the caller where the function fails",
    (subject, start) =>
      withServers(start, async (server) => {
        const { token } = await server.credentials;
        let calls = 0;
        const secret = (): string => {
          calls += 1;
          if (calls > 1) throw new Error("the vault is sealed");
          return token;
        };
        const { send } = subject.wrap(tokenStrategy(secret, server.origin));
        await server.rotate();
        await checkLeftWith401(server, send(server.urls.echo, {}));
      }),
    "renewal",
  ),

  defineCase(
    "sends no request more than twice",
    (subject, start) =>
      withServers(start, async (server) => {
        let calls = 0;
        const secret = (): string => {
          calls += 1;
          return `wrong-${calls}`;
        };
        const { send } = subject.wrap(tokenStrategy(secret, server.origin));
        checkEqual((await send(server.urls.echo, {})).status, 401, "the status");
        const headers = (await sentRequests(server)).map(({ authorization }) => authorization);
        checkEqual(headers.join(", "), "Bearer wrong-1, Bearer wrong-2", "what was sent");
      }),
    "renewal",
  ),

  defineCase(
    "sends a renewed credential to its own origins only",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const first = { header: "Bearer wrong", origins: [server.origin] };
        const renewed = { header: `Bearer ${(await server.credentials).token}`, origins: [other.origin] };
        const { send } = subject.wrap(handmadeStrategy(first, renewed));
        checkEqual((await send(server.urls.echo, {})).status, 401, "the status");
        checkEqual((await sentRequests(server)).length, 1, "the number of requests");
      }),
    "renewal",
  ),

  defineCase("leaves a 401 alone where the strategy has nothing to renew", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      await server.rotate();
      await checkLeftWith401(server, send(server.urls.echo, {}));
    }),
  ),

  defineCase("leaves every other status alone", (subject, start) =>
    withServers(start, async (server) => {
      const { strategy, calls } = renewingStrategy(server);
      const { send } = subject.wrap(strategy);
      for (const status of [403, 404, 500]) {
        checkEqual((await send(`${server.origin}/test/status/${status}`, {})).status, status, "the status");
      }
      checkEqual(calls(), 1, "the number of calls to the secret's function");
      checkEqual((await sentRequests(server)).length, 3, "the number of requests");
    }),
  ),
];

/** The caller has the server's own 401, with its body, and nothing was sent again. */
async function checkLeftWith401(
  server: Parameters<typeof sentRequests>[0],
  response: ReturnType<ReturnType<AdapterSubject["wrap"]>["send"]>,
): Promise<void> {
  const { status, text } = await response;
  checkEqual(status, 401, "the status");
  checkEqual(JSON.parse(text).detail, "Invalid token", "the reason that the caller can read");
  checkEqual((await sentRequests(server)).length, 1, "the number of requests");
}
