import { describe, expect, test } from "vitest";
import type { RejectedCredential, RejectedCredentials } from "../src/index.ts";
import { basic, send, start } from "./server.ts";

const realm = 'Bearer realm="api"';
const noPermission = "You do not have permission to perform this action.";

// Written out instead of read from the credentials, whose promises are under test too.
const responses: Record<
  keyof RejectedCredentials,
  readonly [status: number, detail: unknown, challenge: string | null]
> = {
  unknownToken: [401, "Invalid token", realm],
  unknownOrganizationToken: [401, "Invalid org token", realm],
  expiredToken: [401, "Token expired", realm],
  inactiveUserToken: [401, "User inactive or deleted", realm],
  inactiveApplicationToken: [401, "UserApplication inactive or deleted", realm],
  otherOrganizationToken: [401, "Unauthorized organization access.", realm],
  boundToken: [401, "This token access is limited to organization endpoints.", realm],
  ssoRequiredToken: [401, { code: "sso-required", extra: { loginUrl: expect.stringContaining("/auth/login/") } }, null],
  twoFactorRequiredToken: [401, { code: "2fa-required" }, null],
  memberLimitToken: [401, { code: "member-disabled-over-limit" }, null],
  sudoRequiredToken: [401, { code: "sudo-required" }, null],
  unverifiedEmailToken: [401, { code: "email-verification-required" }, null],
  dataSecrecyToken: [401, { code: "data-secrecy" }, null],
  memberPolicyToken: [403, "Your organization has disabled this feature for members", null],
  superuserRequiredToken: [403, { code: "superuser-required" }, null],
  unscopedToken: [403, noPermission, 'Bearer error="insufficient_scope", scope="org:read project:read"'],
  wrongPrincipalToken: [403, noPermission, null],
  unknownDsn: [401, "Invalid dsn", realm],
  disabledDsn: [401, "Invalid dsn", realm],
  otherProjectDsn: [403, noPermission, null],
  unknownApiKey: [401, "API key is not valid", realm],
  disabledApiKey: [401, "Key is disabled", realm],
};

function authorization({ scheme, secret }: RejectedCredential): string {
  return scheme === "Basic" ? basic(`${secret}:`) : `${scheme} ${secret}`;
}

function isName(name: string): name is keyof RejectedCredentials {
  return name in responses;
}

describe.each(Object.keys(responses).filter(isName))("%s", (name) => {
  const [status, detail, challenge] = responses[name];

  test("is rejected in the server's own words", async () => {
    const rejected = (await start()).credentials.rejected[name];
    expect(await send(rejected.url, authorization(rejected))).toMatchObject({ status, challenge, body: { detail } });
  });

  test("describes the response beforehand", async () => {
    const rejected = (await start()).credentials.rejected[name];
    expect(rejected).toMatchObject({ status, detail, challenge: challenge ?? undefined });
  });

  test("is rejected in the same way after a rotation and an expiry", async () => {
    const server = await start();
    const rejected = server.credentials.rejected[name];
    server.rotate();
    server.expire();
    expect(server.credentials.rejected[name]).toBe(rejected);
    expect((await send(rejected.url, authorization(rejected))).body).toMatchObject({ detail });
  });
});

test("nothing else is in `rejected`", async () => {
  const { credentials } = await start();
  expect(Object.keys(credentials.rejected).sort()).toEqual(Object.keys(responses).sort());
});

test("a missing scope is named for each endpoint", async () => {
  const { credentials, urls } = await start();
  const unscoped = authorization(credentials.rejected.unscopedToken);
  const challenge = async (url: string) => (await send(url, unscoped)).challenge;
  expect(await challenge(urls.organizations)).toBe('Bearer error="insufficient_scope", scope="org:read"');
  expect(await challenge(urls.userFeedback)).toBe(
    'Bearer error="insufficient_scope", scope="project:read project:write"',
  );
  expect((await send(urls.echo, unscoped)).status).toBe(200);
});
