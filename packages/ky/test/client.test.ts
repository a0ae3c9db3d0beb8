import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-ky";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { describe, expect, test, vi } from "vitest";
import { bodyOf, type Echo } from "./echo.ts";
import { majors } from "./majors.ts";

const strategy = ({ credentials, origin }: SentryServer) => bearerAuth({ token: credentials.token, origin });
const sent = (response: Echo, name: string) =>
  response.headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);

describe.each(majors)("$name", ({ ky, under, beforeRequest, afterResponse }) => {
  test.each(["before", "after"])("a base URL that is given %s authentication", async (order) => {
    await using server = await startSentryServer();
    const base = under(`${server.origin}/api/0/`);
    const sentry =
      order === "before"
        ? withSentryAuth(ky.create(base), strategy(server))
        : withSentryAuth(ky, strategy(server)).extend(base);
    expect(await sentry("organizations/acme/projects/").json()).toMatchObject([{ slug: "web" }, {}]);
  });

  test("an absolute URL overrides the base", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const sentry = withSentryAuth(ky.create(under(server.origin)), strategy(server));
    await expect(sentry(new URL(other.urls.echo))).rejects.toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect((await sentry(new URL(server.urls.echo))).status).toBe(200);
    expect((await sentry(new Request(server.urls.echo))).status).toBe(200);
    expect(other.requests).toEqual([]);
  });

  test("searchParams", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky.create({ searchParams: { per_page: 10 } }), strategy(server));
    const response = await sentry(server.urls.echo, { searchParams: { query: "is:unresolved" } }).json<Echo>();
    expect(response.url).toBe("/test/echo?per_page=10&query=is%3Aunresolved");
  });

  test("the shortcuts for bodies", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const json = await sentry(server.urls.echo).json<Echo>();
    expect(sent(json, "accept")).toEqual(["application/json"]);
    expect(JSON.parse(await sentry(server.urls.echo).text())).toMatchObject({ principal: json.principal });
    expect((await sentry(server.urls.echo).arrayBuffer()).byteLength).toBeGreaterThan(0);
    expect((await sentry(server.urls.echo).blob()).size).toBeGreaterThan(0);
    const parseJson = vi.fn(() => "parsed");
    expect(await sentry(server.urls.echo, { parseJson }).json()).toBe("parsed");
  });

  test("uploads", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const json = await sentry.post(server.urls.echo, { json: { comments: "ü" } }).json<Echo>();
    expect([sent(json, "content-type"), bodyOf(json)]).toEqual([["application/json"], '{"comments":"ü"}']);

    const body = new FormData();
    body.set("name", "app.js");
    body.set("file", new File(["code"], "app.js"));
    const form = await sentry.post(server.urls.echo, { body }).json<Echo>();
    expect(sent(form, "content-type")[0]).toMatch(/^multipart\/form-data; boundary=/);
    expect(bodyOf(form)).toContain("code");

    const stream = await sentry.post(server.urls.echo, { body: new Blob(["streamed"]).stream() }).json<Echo>();
    expect(bodyOf(stream)).toBe("streamed");
    const request = new Request(server.urls.echo, { method: "POST", body: "of a request" });
    expect(bodyOf(await sentry(request).json<Echo>())).toBe("of a request");
  });

  test("progress of uploads and downloads", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const onUploadProgress = vi.fn();
    const onDownloadProgress = vi.fn();
    const body = "x".repeat(100_000);
    const response = await sentry.post(server.urls.echo, { body, onUploadProgress, onDownloadProgress }).json<Echo>();
    expect(bodyOf(response)).toBe(body);
    expect(onUploadProgress).toHaveBeenCalled();
    expect(onDownloadProgress).toHaveBeenCalled();
  });

  test("hooks run once, in their order, and never see the header", async () => {
    await using server = await startSentryServer();
    const seen: unknown[] = [];
    const see = (name: string) => (request: Request) => {
      seen.push([name, request.headers.get("authorization")]);
      return undefined;
    };
    const sentry = withSentryAuth(
      ky.create(beforeRequest(see("parent 1"), see("parent 2"))).extend(afterResponse(see("response"))),
      strategy(server),
    ).extend(beforeRequest(see("child")));
    expect((await sentry(server.urls.echo, beforeRequest(see("call")))).status).toBe(200);
    expect(seen).toEqual(["parent 1", "parent 2", "child", "call", "response"].map((name) => [name, null]));
  });

  test("a hook may respond in the server's place", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server)).extend(beforeRequest(() => new Response("mine")));
    expect(await sentry(server.urls.echo).text()).toBe("mine");
    expect(server.requests).toEqual([]);
  });

  test("a hook's own Authorization header is the one that is sent", async () => {
    await using server = await startSentryServer();
    const authorization = `Bearer ${server.credentials.userToken}`;
    const own = beforeRequest((request) => {
      request.headers.set("Authorization", authorization);
      return undefined;
    });
    const sentry = withSentryAuth(ky.create(own), strategy(server));
    expect(await sentry(server.urls.echo).json()).toMatchObject({ principal: { kind: "user" } });
  });

  test("extend after wrapping keeps authentication, create starts without", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const child = sentry.extend({ headers: { "X-Child": "1" } }).extend(() => ({ timeout: 5_000 }));
    expect(sent(await child(server.urls.echo).json<Echo>(), "x-child")).toEqual(["1"]);
    await expect(sentry.create()(server.urls.echo)).rejects.toMatchObject({ response: { status: 401 } });
  });

  test("throwHttpErrors: false", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const response = await sentry(`${server.origin}/test/status/404`, { throwHttpErrors: false });
    expect(response.status).toBe(404);
  });

  test("a timeout while the server is slow", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    await expect(sentry(`${server.urls.echo}?hold=for-ever`, { timeout: 20 })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("without a timeout", async () => {
    await using server = await startSentryServer();
    expect((await withSentryAuth(ky, strategy(server))(server.urls.echo, { timeout: false })).status).toBe(200);
  });

  test("a signal while the server is slow", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, strategy(server));
    const controller = new AbortController();
    const reason = new Error("enough");
    const response = sentry(`${server.urls.echo}?hold=for-ever`, { signal: controller.signal });
    await server.arrived(1);
    controller.abort(reason);
    await expect(response).rejects.toBe(reason);
  });

  test("options that ky does not know reach the fetch", async () => {
    await using server = await startSentryServer();
    const own = vi.fn(fetch);
    const sentry = withSentryAuth(ky.create({ fetch: own }), strategy(server));
    const options = { next: { revalidate: 60 } } as object;
    expect((await sentry(server.urls.echo, options)).status).toBe(200);
    expect(own.mock.calls[0]?.[1]).toMatchObject(options);
  });
});
