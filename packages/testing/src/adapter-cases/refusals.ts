import { type Authorization, type AuthStrategy, SentryAuthError } from "@x/sentry-core";
import { sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy, handmadeStrategy, renewingStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual, soon } from "../cases/expectations.ts";
import { refusals } from "../server/refusals.ts";
import type { AdapterCapability, AdapterSubject, CaseInit } from "./adapter-subject.ts";

/** Those that a client can distinguish only by the URL of the response. */
const unknown = ["unknown-text", "empty-body"];
const endless = ["endless-body", "trickling-body"];

const renewable = Object.entries(refusals)
  .filter(([, refusal]) => refusal.renewable)
  .map(([name]) => name)
  .filter((name) => !endless.includes(name));

/** Those that reach the caller with a body. */
const final = Object.entries(refusals)
  .filter(([name, refusal]) => !refusal.renewable && refusal.status >= 400 && name !== "no-organization")
  .map(([name, { status }]) => ({ name, status }));

async function checkSentAgain(
  subject: AdapterSubject,
  start: Parameters<ConformanceCase<AdapterSubject>["run"]>[1],
  names: readonly string[],
  init: CaseInit = {},
): Promise<void> {
  await withServers(start, async (server) => {
    const { send } = subject.wrap(renewingStrategy(server).strategy);
    for (const name of names) {
      const { status } = await send(`${server.origin}/test/refusal/${name}?times=1`, init);
      checkEqual(status, 200, `the status after the refusal "${name}"`);
    }
    checkEqual((await sentRequests(server)).length, 2 * names.length, "the number of requests");
  });
}

/** Refusals, and what a strategy makes of them. */
export const adapterRefusalCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase(
    "sends a request again after each refusal that a new secret can fix",
    (subject, start) =>
      checkSentAgain(
        subject,
        start,
        renewable.filter((name) => !unknown.includes(name)),
      ),
    "renewal",
  ),

  defineCase(
    "sends a request again after a refusal that it does not know",
    async (subject, start) => {
      await checkSentAgain(subject, start, unknown);
      // Without a body, every refusal is unknown.
      await checkSentAgain(subject, start, ["invalid-token"], { method: "HEAD" });
    },
    "renewal",
    "response-url",
  ),

  defineCase("hands every other refusal to the caller, with its body, and sends nothing again", (subject, start) =>
    withServers(start, async (server) => {
      const { strategy, calls } = renewingStrategy(server);
      const { send } = subject.wrap(strategy);
      for (const { name, status } of final) {
        const url = `${server.origin}/test/refusal/${name}`;
        // Clients parse JSON, so a part of the text is compared.
        const [part = ""] = /[A-Za-z -]{8,}/.exec(await (await fetch(url)).text()) ?? [];
        const before = (await sentRequests(server)).length;
        const response = await send(url, {});
        checkEqual(response.status, status, `the status of the refusal "${name}"`);
        check(response.text.includes(part), `the caller cannot read the body of the refusal "${name}"`);
        checkEqual((await sentRequests(server)).length - before, 1, `the number of requests after "${name}"`);
      }
      checkEqual(calls(), 1, "the number of calls to the secret's function");
    }),
  ),

  defineCase(
    "does not renew after the 401 of another origin that a redirect leads to",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const { strategy, calls } = renewingStrategy(server);
        const { send } = subject.wrap(strategy);
        const to = `${other.origin}/test/refusal/invalid-token`;
        const { status } = await send(`${server.origin}/test/redirect?to=${encodeURIComponent(to)}`, {});
        checkEqual(status, 401, "the status");
        checkEqual(calls(), 1, "the number of calls to the secret's function");
        checkEqual((await sentRequests(other)).length, 1, "the number of requests that arrived there");
      }),
    "redirects",
    "response-url",
  ),

  defineCase("asks for no secret before it refuses an origin that the strategy does not list", (subject, start) =>
    withServers(start, async (server, other) => {
      const { strategy, calls } = renewingStrategy(server);
      const { send } = subject.wrap(strategy);
      await authErrorOf(() => send(other.urls.echo, {}), "ERR_UNTRUSTED_ORIGIN", "a request to another origin");
      checkEqual(calls(), 0, "the number of calls to the secret's function");
    }),
  ),

  defineCase(
    "sends requests to other origins without the credential while the vault is down",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const authorize = (): Promise<never> => Promise.reject(new Error("the vault is sealed"));
        const strategy: AuthStrategy = { name: "sealed", origins: [server.origin], authorize };
        const { send } = subject.wrap(strategy, { onUntrustedOrigin: "omit" });
        checkEqual((await send(other.urls.echo, {})).status, 401, "the status there");
        checkEqual((await sentRequests(other))[0]?.authorization, undefined, "the header that arrived there");
      }),
    "options.onUntrustedOrigin",
  ),

  defineCase(
    "throws an ERR_LOGIN_REQUIRED of a renewal to the caller",
    (subject, start) =>
      withServers(start, async (server) => {
        const strategy: AuthStrategy = {
          name: "logged-out",
          authorize: () => ({ header: "Bearer wrong", origins: [server.origin] }),
          renew: () => Promise.reject(new SentryAuthError("ERR_LOGIN_REQUIRED", "log in", { strategy: "logged-out" })),
        };
        const { send } = subject.wrap(strategy);
        await authErrorOf(() => send(server.urls.echo, {}), "ERR_LOGIN_REQUIRED", "the request");
      }),
    "renewal",
  ),

  defineCase(
    "hands the 401 to the caller if `renew` returns undefined",
    (subject, start) =>
      withServers(start, async (server) => {
        const authorize = (): Authorization => ({ header: "Bearer wrong", origins: [server.origin] });
        const { send } = subject.wrap({ name: "resigned", authorize, renew: () => undefined });
        const { status, text } = await send(server.urls.echo, {});
        checkEqual(status, 401, "the status");
        checkEqual(JSON.parse(text).detail, "Invalid token", "the reason that the caller can read");
        checkEqual((await sentRequests(server)).length, 1, "the number of requests");
      }),
    "renewal",
  ),

  defineCase(
    "sends an authorization from `renew` that has the same header",
    (subject, start) =>
      withServers(start, async (server) => {
        const authorization = await (await fixedStrategy(server)).authorize({ url: server.urls.echo, method: "GET" });
        const { send } = subject.wrap(handmadeStrategy(authorization, authorization));
        const { status } = await send(`${server.origin}/test/refusal/invalid-token?times=1`, {});
        checkEqual(status, 200, "the status");
      }),
    "renewal",
  ),

  defineCase(
    "sends a request again as often as the strategy's `resends` allows",
    (subject, start) =>
      withServers(start, async (server) => {
        const authorization = { header: "Bearer wrong", origins: [server.origin] };
        for (const [resends, expected] of [
          [undefined, 2],
          [1, 2],
          [2, 3],
        ] as const) {
          const before = (await sentRequests(server)).length;
          const strategy = handmadeStrategy(authorization, authorization);
          const { send } = subject.wrap(resends === undefined ? strategy : { ...strategy, resends });
          checkEqual((await send(server.urls.echo, {})).status, 401, "the status");
          const count = (await sentRequests(server)).length - before;
          checkEqual(count, expected, `the number of requests with \`resends: ${resends}\``);
        }
      }),
    "renewal",
  ),

  ...endless.map((name) =>
    defineCase<AdapterSubject, AdapterCapability>(
      `sends a request again without waiting for the end of a 401's ${name.replace("-", " ")}`,
      (subject, start) =>
        withServers(start, async (server) => {
          const authorization = await (await fixedStrategy(server)).authorize({ url: server.urls.echo, method: "GET" });
          const { send } = subject.wrap(handmadeStrategy(authorization, authorization));
          const sent = send(`${server.origin}/test/refusal/${name}?times=1`, {});
          checkEqual((await soon(sent, "the second response")).status, 200, "the status");
        }),
      "renewal",
      "streaming-response",
    ),
  ),
];
