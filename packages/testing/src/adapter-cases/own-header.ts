import { sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy, renewingStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { checkEqual } from "../cases/expectations.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";

/** Requests that bring a credential of their own. */
export const adapterOwnHeaderCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase(
    "sends an Authorization header of the caller's own instead, in any casing and to any origin",
    (subject, start) =>
      withServers(start, async (server, other) => {
        const { send } = subject.wrap(await fixedStrategy(server));
        const own = `Bearer ${(await other.credentials).userToken}`;
        for (const name of ["Authorization", "authorization", "AUTHORIZATION"]) {
          checkEqual((await send(other.urls.echo, { headers: { [name]: own } })).status, 200, `the status for ${name}`);
          checkEqual((await sentRequests(other)).at(-1)?.authorization, own, `the ${name} that arrived`);
        }
      }),
  ),

  defineCase("doesn't call the strategy for such a request, even after its 401", (subject, start) =>
    withServers(start, async (server) => {
      const { strategy, calls } = renewingStrategy(server);
      const { send } = subject.wrap(strategy);
      const response = await send(server.urls.echo, { headers: { Authorization: "Bearer of-my-own" } });
      checkEqual(response.status, 401, "the status");
      checkEqual(calls(), 0, "the number of calls to the secret's function");
      checkEqual((await sentRequests(server)).length, 1, "the number of requests");
    }),
  ),
];
