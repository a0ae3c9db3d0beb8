import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-ky";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import type { Options } from "ky";
import { describe, expect, test, vi } from "vitest";
import { bodyOf, type Echo } from "./echo.ts";
import { majors } from "./majors.ts";

const text = "0123456789".repeat(10_000);

const bodies: readonly (readonly [string, () => Options])[] = [
  ["JSON", () => ({ json: { text } })],
  ["text", () => ({ body: text })],
  ["bytes", () => ({ body: new TextEncoder().encode(text) })],
  ["a Blob", () => ({ body: new Blob([text]) })],
  ["URLSearchParams", () => ({ body: new URLSearchParams({ text }) })],
  ["FormData", () => ({ body: formData() })],
  ["a stream", () => ({ body: new Blob([text]).stream() })],
];

function formData(): FormData {
  const form = new FormData();
  form.set("file", new File([text], "minified.js"));
  return form;
}

/** A strategy whose first token is an old one. */
function renewing(server: SentryServer) {
  let ahead = 0;
  vi.spyOn(Date, "now").mockImplementation(() => performance.timeOrigin + performance.now() + ahead);
  const token = vi.fn(() => {
    // The function is called at most once a second: no test waits for the next one.
    ahead += 1_000;
    return server.credentials.token;
  });
  const stale = server.credentials.rejected.expiredToken.secret;
  token.mockImplementationOnce(() => {
    ahead += 1_000;
    return stale;
  });
  return { token, strategy: bearerAuth({ token, origin: server.origin }) };
}

const never = (): Promise<string> => new Promise(() => {});

describe.each(majors)("$name", ({ ky }) => {
  test("a 401 renews the token once and the request goes again", async () => {
    await using server = await startSentryServer();
    const { token, strategy } = renewing(server);
    const sentry = withSentryAuth(ky, strategy);
    const responses = await Promise.all(Array.from({ length: 10 }, () => sentry(server.urls.echo)));
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(token).toHaveBeenCalledTimes(2);
  });

  test.each([0, undefined])("with retry: %s, every body goes again whole", async (limit) => {
    for (const [name, body] of bodies) {
      await using server = await startSentryServer();
      const { strategy } = renewing(server);
      const sentry = withSentryAuth(ky.create(limit === undefined ? {} : { retry: limit }), strategy);
      const response = await sentry.post(server.urls.echo, body()).json<Echo>();
      expect(bodyOf(response), name).toContain(text);
      expect(
        server.requests.map(({ body }) => Buffer.from(body).toString().includes(text)),
        name,
      ).toEqual([true, true]);
    }
  });

  test("a renewal that fails leaves the server's 401, its body still readable", async () => {
    await using server = await startSentryServer();
    const { token, strategy } = renewing(server);
    token.mockImplementationOnce(() => server.credentials.rejected.expiredToken.secret);
    const sentry = withSentryAuth(ky, strategy);
    const response = await sentry(server.urls.projects, { throwHttpErrors: false });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ detail: "Token expired" });
    expect(server.requests).toHaveLength(1);
  });

  test("a failed first secret is not remembered", async () => {
    await using server = await startSentryServer();
    const cause = new Error("sealed");
    const token = vi
      .fn(() => server.credentials.token)
      .mockImplementationOnce(() => {
        throw cause;
      });
    const sentry = withSentryAuth(ky, bearerAuth({ token, origin: server.origin }));
    await expect(sentry(server.urls.echo)).rejects.toMatchObject({ code: "ERR_SECRET_UNAVAILABLE", cause });
    const later = Date.now() + 1_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    expect((await sentry(server.urls.echo)).status).toBe(200);
  });

  test("ky's timeout ends the wait for a secret", async () => {
    await using server = await startSentryServer();
    const sentry = withSentryAuth(ky, bearerAuth({ token: never, origin: server.origin }));
    await expect(sentry(server.urls.echo, { timeout: 20 })).rejects.toMatchObject({ name: "TimeoutError" });
    expect(server.requests).toEqual([]);
  });

  test("one caller's signal ends that caller's wait alone", async () => {
    await using server = await startSentryServer();
    let give = (_: string): void => {};
    const secret = new Promise<string>((resolve) => {
      give = resolve;
    });
    let asked = (): void => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const token = vi.fn(() => {
      asked();
      return secret;
    });
    const sentry = withSentryAuth(ky, bearerAuth({ token, origin: server.origin }));
    const controller = new AbortController();
    const gone = sentry(server.urls.echo, { signal: controller.signal });
    const stays = sentry(server.urls.echo);
    await isAsked;
    controller.abort();
    await expect(gone).rejects.toMatchObject({ name: "AbortError" });
    give(server.credentials.token);
    expect((await stays).status).toBe(200);
    expect(token).toHaveBeenCalledTimes(1);
  });
});
