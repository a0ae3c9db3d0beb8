import type { AuthRequest, AuthStrategy } from "@x/sentry-core";
import { sentRequests, withServers } from "../cases/case-server.ts";
import { fixedStrategy } from "../cases/case-strategies.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual, typeErrorOf } from "../cases/expectations.ts";
import { headerValue } from "../cases/header-value.ts";
import type { AdapterCapability, AdapterSubject } from "./adapter-subject.ts";

/** What is sent, and what the strategy receives. */
export const adapterWireCases: readonly ConformanceCase<AdapterSubject, AdapterCapability>[] = [
  defineCase("sends the strategy's header, whole and once", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      checkEqual((await send(server.urls.projects, {})).status, 200, "the status");
      const [request, ...more] = await sentRequests(server);
      checkEqual(request?.authorization, `Bearer ${(await server.credentials).token}`, "the header that arrived");
      checkEqual(more.length, 0, "the number of further requests");
    }),
  ),

  defineCase("waits for an asynchronous strategy", (subject, start) =>
    withServers(start, async (server) => {
      const { name, authorize } = await fixedStrategy(server);
      const later: AuthStrategy = { name, authorize: async (request) => authorize(request) };
      checkEqual((await subject.wrap(later).send(server.urls.echo, {})).status, 200, "the status");
    }),
  ),

  defineCase("sends everything else as the caller gave it", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      const url = `${server.urls.echo}?query=a%20b&query=%C3%A9&empty=`;
      const headers = { "X-Mine": "one", "x-other": "two", "Content-Type": "text/plain" };
      const response = await send(url, { method: "PUT", headers, body: "as it was" });
      checkEqual(response.status, 200, "the status");
      const [request] = await sentRequests(server);
      check(request !== undefined, "nothing arrived");
      checkEqual(request.method, "PUT", "the method");
      checkEqual(server.origin + request.url, url, "the URL");
      checkEqual(new TextDecoder().decode(request.body), "as it was", "the body");
      for (const [name, value] of Object.entries(headers)) {
        checkEqual(headerValue(request.rawHeaders, name), value, `the header ${name}`);
      }
      check(response.text.includes('"as it was"') === false, "the response is not the server's");
      check(JSON.parse(response.text).method === "PUT", "the response body is not the server's");
    }),
  ),

  defineCase(
    "sends a Cookie header of the caller's along",
    (subject, start) =>
      withServers(start, async (server) => {
        const { send } = subject.wrap(await fixedStrategy(server));
        await send(server.urls.echo, { headers: { Cookie: "session=1" } });
        const [request] = await sentRequests(server);
        checkEqual(headerValue(request?.rawHeaders ?? [], "Cookie"), "session=1", "the Cookie header");
      }),
    "forbidden-header",
  ),

  defineCase("passes the absolute URL and the method in upper case to the strategy", (subject, start) =>
    withServers(start, async (server) => {
      const requests: AuthRequest[] = [];
      const { name, authorize } = await fixedStrategy(server);
      const asking: AuthStrategy = {
        name,
        authorize: (request) => {
          requests.push(request);
          return authorize(request);
        },
      };
      const { send } = subject.wrap(asking);
      const url = `${server.urls.echo}?a=1`;
      await send(url, {});
      await send(url, { method: "post", body: "text" });
      checkEqual(requests.map((request) => request.url).join(" "), `${url} ${url}`, "the URLs");
      checkEqual(requests.map((request) => request.method).join(" "), "GET POST", "the methods");
    }),
  ),

  defineCase("changes nothing in what the caller gave", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      const json = { a: [1, { b: 2 }] };
      const init = { method: "POST", headers: { "X-Mine": "one" }, json };
      const before = JSON.stringify(init);
      for (const attempt of [1, 2]) {
        checkEqual((await send(server.urls.echo, init)).status, 200, `status ${attempt}`);
        checkEqual(JSON.stringify(init), before, `what was given, after request ${attempt},`);
      }
    }),
  ),

  defineCase("takes frozen settings", (subject, start) =>
    withServers(start, async (server) => {
      const { send } = subject.wrap(await fixedStrategy(server));
      const headers = Object.freeze({ "X-Mine": "one" });
      checkEqual((await send(server.urls.echo, Object.freeze({ headers }))).status, 200, "the status");
    }),
  ),

  defineCase("throws a TypeError for a value that is no strategy, and for unknown options", (subject, start) =>
    withServers(start, async (server) => {
      const strategy = await fixedStrategy(server);
      for (const wrong of [undefined, null, "sntryu_", {}, { authorize: () => {} }]) {
        await typeErrorOf(() => subject.wrap(wrong as never), `${JSON.stringify(wrong)} as strategy`);
      }
      const act = (): unknown => subject.wrap(strategy, { onUntrustedOrigin: "ignore" as never });
      await typeErrorOf(act, 'onUntrustedOrigin: "ignore"');
    }),
  ),
];
