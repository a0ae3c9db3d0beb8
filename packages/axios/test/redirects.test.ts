import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { bearerAuth } from "@x/sentry-bearer";
import { findLeaks, type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { AxiosRequestConfig } from "axios";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withSentryAuth } from "../src/index.ts";
import { type Echo, transports, versions } from "./versions.ts";

const bearer = ({ credentials, origin }: SentryServer) => bearerAuth({ token: credentials.token, origin });
const to = ({ origin }: SentryServer, url: string, status = 302) =>
  `${origin}/test/redirect?status=${status}&to=${encodeURIComponent(url)}`;
const headersAt = (server: SentryServer) => server.requests.map(({ authorization }) => authorization);

/** A server of the test's own, which notes the headers that arrive. */
async function listen(respond: RequestListener) {
  const arrived: (string | undefined)[] = [];
  const http = createServer((request, response) => {
    arrived.push(request.headers.authorization);
    respond(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });
  return { arrived, port: (http.address() as AddressInfo).port };
}

describe.each(transports)("$name", ({ axios, adapter }) => {
  test.each([301, 302, 303, 307, 308])("a %d to another port or host goes without the credential", async (status) => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter, validateStatus: null }), bearer(server));
    await sentry.get(to(server, other.urls.echo, status));
    const renamed = server.urls.echo.replace("127.0.0.1", "localhost");
    await sentry.post(to(server, renamed, status), { a: 1 });
    expect(headersAt(other)).toEqual([undefined]);
    const header = `Bearer ${server.credentials.token}`;
    expect(headersAt(server)).toEqual([header, header, undefined]);
  });

  test("a redirect on the same origin goes with the credential", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter }), bearer(server));
    const { data } = await sentry.post<Echo>(to(server, "/test/echo", 307), { a: 1 });
    expect(atob(data.body.base64)).toBe('{"a":1}');
    const { request } = await sentry.get(to(server, to(server, server.urls.echo)));
    expect(request.res?.responseUrl ?? server.urls.echo).toBe(server.urls.echo);
    expect(new Set(headersAt(server))).toEqual(new Set([`Bearer ${server.credentials.token}`]));
  });

  test("what was taken away does not come back with a redirect back", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(axios.create({ adapter, validateStatus: null }), bearer(server));
    const { status } = await sentry.get(to(server, to(other, server.urls.echo)));
    expect(status).toBe(401);
    expect(headersAt(server)).toEqual([`Bearer ${server.credentials.token}`, undefined]);
    expect(headersAt(other)).toEqual([undefined]);
  });

  test("a renewal does not follow the request to another origin", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const token = vi.fn(() => server.credentials.token);
    const sentry = withSentryAuth(
      axios.create({ adapter, validateStatus: null }),
      bearerAuth({ token, origin: server.origin }),
    );
    expect((await sentry.get(to(server, other.urls.echo))).status).toBe(401);
    expect(new Set(headersAt(other))).toEqual(new Set([undefined]));
  });
});

describe.each(versions)("$name", ({ axios }) => {
  const create = (config?: AxiosRequestConfig) => axios.create({ adapter: "http", validateStatus: null, ...config });

  test("a redirect to a subdomain or a parent domain goes without the credential", async () => {
    for (const [from, target] of [
      ["sentry.test", "eu.sentry.test"],
      ["eu.sentry.test", "sentry.test"],
    ]) {
      const { arrived, port } = await listen((request, response) => {
        const home = request.headers.host?.startsWith(`${from}:`);
        response.writeHead(home ? 302 : 200, { Location: `http://${target}:${port}/` }).end();
      });
      const lookup: AxiosRequestConfig["lookup"] = (_host, _options, callback) => callback(null, "127.0.0.1", 4);
      const strategy = bearerAuth({ token: "0123456789abcdef", origin: `http://${from}:${port}` });
      await withSentryAuth(create({ lookup }), strategy).get(`http://${from}:${port}/`);
      expect(arrived).toEqual(["Bearer 0123456789abcdef", undefined]);
    }
  });

  test("the caller's beforeRedirect runs as ever, without seeing the credential", async () => {
    await using server = await startSentryServer();
    const own = vi.fn();
    const sentry = withSentryAuth(create(), bearer(server));
    const beforeRedirect: AxiosRequestConfig["beforeRedirect"] = (options, response, request) => {
      own(JSON.stringify([options.headers, response, request]));
      options.headers["X-Mine"] = "1";
    };
    const { data, config } = await sentry.get<Echo>(to(server, server.urls.echo), { beforeRedirect });
    expect(data.headers).toContainEqual(["X-Mine", "1"]);
    expect(data.principal.kind).toBe("integration");
    expect(config.beforeRedirect).toBe(beforeRedirect);
    expect(own).toHaveBeenCalledOnce();
    expect(own.mock.lastCall?.[0]).toContain('"statusCode":302');
    expect(own.mock.lastCall?.[0]).not.toContain(server.credentials.token);
  });

  test("the caller's beforeRedirect leads to no request that is under way", async () => {
    await using server = await startSentryServer();
    const { token } = server.credentials;
    const sentry = withSentryAuth(create(), bearer(server));
    const given: unknown[] = [];
    const looks: unknown[] = [];
    await sentry.get(to(server, to(server, server.urls.echo)), {
      beforeRedirect: (...now) => {
        given.push(...now);
        looks.push(findLeaks({ value: given }, { secrets: [token] }));
      },
    });
    expect(looks).toEqual([[], []]);
    const held = sentry.get(`${server.urls.echo}?hold=for-ever`, { timeout: 1000 }).catch(() => {});
    await server.arrived(server.requests.length + 1);
    expect(findLeaks({ value: given }, { secrets: [token] })).toEqual([]);
    await held;
  });

  test("the caller's beforeRedirect may bring a credential, and lead elsewhere", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(create(), bearer(server));
    const mine = `Bearer ${server.credentials.userToken}`;
    const { data } = await sentry.get<Echo>(to(server, server.urls.echo), {
      beforeRedirect: (options) => {
        options.headers.authorization = mine;
      },
    });
    expect(data.principal.kind).toBe("user");
    await sentry.get(to(server, server.urls.echo), {
      beforeRedirect: (options) => {
        options.port = new URL(other.origin).port;
      },
    });
    expect(headersAt(other)).toEqual([undefined]);
  });

  test("a failing beforeRedirect, too many redirects and none behave as without us", async () => {
    await using server = await startSentryServer();
    const configs: AxiosRequestConfig[] = [
      { maxRedirects: 0 },
      { maxRedirects: 0, validateStatus: (status) => status < 300 },
      { maxRedirects: 1 },
      {
        beforeRedirect: () => {
          throw new Error("no further");
        },
      },
    ];
    for (const config of configs) {
      const facts = (instance: ReturnType<typeof create>) =>
        instance.get(to(server, to(server, server.urls.echo)), config).then(
          ({ status, headers }) => ({ status, location: headers.location }),
          ({ name, message, code, status, cause }) => ({ name, message, code, status, cause: String(cause) }),
        );
      expect(await facts(withSentryAuth(create(), bearer(server)))).toEqual(await facts(create()));
    }
  });
});
