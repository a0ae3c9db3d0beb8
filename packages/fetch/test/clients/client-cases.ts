import { bearerAuth } from "@x/sentry-bearer";
import { type AuthStrategy, isSentryAuthError, type SentryAuthError } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import { describe, expect, test, vi } from "vitest";

/** What the server's echo says, as far as the cases read it. */
export interface Echo {
  readonly principal: { readonly kind: string };
  readonly body: { readonly base64: string };
}

/** A client that is connected to a server and authenticates; each method returns the parsed body of a 200. */
export interface Connection {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<unknown>;
  /** Sends JSON. */
  readonly post: (path: string, value: object) => Promise<unknown>;
  /** Sends a form with a file of this text in it. */
  readonly upload: (path: string, text: string) => Promise<unknown>;
}

export type Connect = (origin: string, strategy: AuthStrategy) => Connection;

interface StrategyCase {
  readonly kind: string;
  readonly strategy: (server: SentryServer) => AuthStrategy;
}

export const strategies: readonly StrategyCase[] = [
  { kind: "integration", strategy: ({ credentials, origin }) => bearerAuth({ token: credentials.token, origin }) },
  { kind: "organization", strategy: ({ credentials }) => bearerAuth({ token: credentials.organizationToken }) },
  { kind: "user", strategy: ({ credentials, origin }) => userTokenAuth({ token: credentials.userToken, origin }) },
  { kind: "client-key", strategy: ({ credentials }) => dsnAuth({ dsn: credentials.dsn }) },
  { kind: "api-key", strategy: ({ credentials, origin }) => legacyBasicAuth({ apiKey: credentials.apiKey, origin }) },
];

/** A strategy whose first token is an old one, and the function that gives its tokens. */
export function renewing({ credentials, origin }: SentryServer) {
  const token = vi.fn(() => credentials.token).mockReturnValueOnce(credentials.rejected.expiredToken.secret);
  return { token, strategy: bearerAuth({ token, origin }) };
}

/** Our error, as a client threw it or wrapped it in its own. */
export async function authErrorOf(pending: PromiseLike<unknown>): Promise<SentryAuthError | undefined> {
  try {
    await pending;
  } catch (error) {
    for (let next: unknown = error; next instanceof Error; next = next.cause) if (isSentryAuthError(next)) return next;
  }
  return undefined;
}

/** The `Authorization` headers that arrived. */
export function authorizations({ requests }: SentryServer): (string | undefined)[] {
  return requests.map(({ authorization }) => authorization);
}

/** What every client can do with the adapter as its fetch. */
export function clientCases(connect: Connect): void {
  const text = "0123456789".repeat(20_000);

  test.each(strategies)("authenticates as $kind", async ({ kind, strategy }) => {
    await using server = await startSentryServer();
    const { get } = connect(server.origin, strategy(server));
    expect(await get("/test/echo")).toMatchObject({ principal: { kind } });
  });

  describe.each(["a fixed token", "a token that is renewed after a 401"])("with %s", (kind) => {
    test.each(["post", "upload"] as const)("%s sends the whole body", async (method) => {
      await using server = await startSentryServer();
      const { token, strategy } = renewing(server);
      const renewed = kind !== "a fixed token";
      const connection = connect(server.origin, renewed ? strategy : fixed(server));
      const body =
        method === "post" ? await connection.post("/test/echo", { text }) : await connection.upload("/test/echo", text);
      expect(body).toMatchObject({ principal: { kind: "integration" } });
      expect(server.requests.map(({ body }) => Buffer.from(body).toString().includes(text))).toEqual(
        renewed ? [true, true] : [true],
      );
      expect(token).toHaveBeenCalledTimes(renewed ? 2 : 0);
    });
  });

  test("a 401 is renewed once for everybody", async () => {
    await using server = await startSentryServer();
    const { token, strategy } = renewing(server);
    const { get } = connect(server.origin, strategy);
    const responses = await Promise.all(Array.from({ length: 5 }, () => get("/test/echo")));
    expect(responses).toMatchObject(Array(5).fill({ principal: { kind: "integration" } }));
    expect(token).toHaveBeenCalledTimes(2);
  });

  test("an Authorization header of the caller's own is the one that is sent", async () => {
    await using server = await startSentryServer();
    const { get } = connect(server.origin, fixed(server));
    const authorization = `Bearer ${server.credentials.userToken}`;
    for (const name of ["Authorization", "authorization"])
      expect(await get("/test/echo", { [name]: authorization })).toMatchObject({ principal: { kind: "user" } });
    expect(authorizations(server)).toEqual([authorization, authorization]);
  });

  test("another origin is refused before anything is sent", async () => {
    await using server = await startSentryServer();
    await using other = await startSentryServer();
    const { get, post } = connect(other.origin, fixed(server));
    expect(await authErrorOf(get("/test/echo"))).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(await authErrorOf(post("/test/echo", {}))).toMatchObject({ code: "ERR_UNTRUSTED_ORIGIN" });
    expect(other.requests).toEqual([]);
  });
}

/** What a redirect must not do. */
export function redirectCases(connect: (...given: Parameters<Connect>) => Pick<Connection, "get">): void {
  test.each([301, 302, 303, 307, 308])(
    "a redirect (%i) to another origin goes without the credential",
    async (status) => {
      await using server = await startSentryServer();
      await using other = await startSentryServer();
      const { get } = connect(server.origin, fixed(server));
      const redirect = (to: string) => get(`/test/redirect?status=${status}&to=${encodeURIComponent(to)}`);
      expect(await redirect("/test/echo")).toMatchObject({ principal: { kind: "integration" } });
      await redirect(other.urls.echo).catch(() => {});
      expect(authorizations(other)).toEqual([undefined]);
    },
  );
}

export function fixed({ credentials, origin }: SentryServer): AuthStrategy {
  return bearerAuth({ token: credentials.token, origin });
}
