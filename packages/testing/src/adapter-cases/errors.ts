import type { AuthStrategy } from "@x/sentry-core";
import { withServers } from "../cases/case-server.ts";
import { fixedStrategy, tokenStrategy } from "../cases/case-strategies.ts";
import { afterBrake } from "../cases/clock.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual, failureOf } from "../cases/expectations.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";

/** What goes wrong ahead of a request. */
export const adapterErrorCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase("gives the reason why there is no secret, sends nothing, and tries again", (subject, start) =>
    withServers(start, async (server) => {
      const reason = new Error("the vault is sealed");
      const { token } = await server.credentials;
      let calls = 0;
      const secret = async (): Promise<string> => {
        calls += 1;
        if (calls === 1) throw reason;
        return token;
      };
      const { send } = subject.wrap(tokenStrategy(secret, server.origin));
      const error = await authErrorOf(() => send(server.urls.echo, {}), "ERR_SECRET_UNAVAILABLE", "the first request");
      check(error.cause === reason, "the cause is not what the function failed with");
      checkEqual(error.strategy, "conformance", "the error's strategy");
      checkEqual((await server.requests).length, 0, "the number of requests");
      checkEqual((await afterBrake(() => send(server.urls.echo, {}))).status, 200, "the status of the next request");
      checkEqual(calls, 2, "the number of calls to the secret's function");
    }),
  ),

  defineCase("reports a third party's strategy that fails in the same way", (subject, start) =>
    withServers(start, async (server) => {
      const reason = new Error("no token for this organization");
      const failing: readonly AuthStrategy["authorize"][] = [
        () => {
          throw reason;
        },
        () => Promise.reject(reason),
      ];
      for (const authorize of failing) {
        const { send } = subject.wrap({ name: "handmade", authorize });
        const error = await authErrorOf(() => send(server.urls.echo, {}), "ERR_SECRET_UNAVAILABLE", "the request");
        check(error.cause === reason, "the cause is not what the strategy failed with");
        checkEqual(error.strategy, "handmade", "the error's strategy");
      }
      checkEqual((await server.requests).length, 0, "the number of requests");
    }),
  ),

  defineCase("leaves the client's own errors as they are", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      const error = await failureOf(() => send(`${server.origin}/test/reset`, {}), "a request without a response");
      check(
        error instanceof Error &&
          !("code" in error && /^ERR_(?:INVALID_SECRET|UNTRUSTED|SECRET_)/.test(String(error.code))),
        "a broken connection was reported as a SentryAuthError",
      );
    }),
  ),
];
