import { createHmac, randomUUID } from "node:crypto";
import type { SentryServer, ServerInstallation } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { startSentryServer } from "../src/index.ts";

const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

function sign({ options }: ServerInstallation, changed: Record<string, unknown> = {}, header: object = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const { clientId, clientSecret } = options;
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, iat, exp: iat + 60, jti: randomUUID(), ...changed };
  const text = `${part({ alg: "HS256", typ: "JWT", ...header })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", clientSecret).update(text).digest("base64url")}`;
}

async function exchange({ options }: ServerInstallation, body: object, token?: string) {
  const { instance, installationId } = options;
  const response = await fetch(`${instance}/api/0/sentry-app-installations/${installationId}/authorizations/`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });
  return { status: response.status, date: response.headers.get("Date"), body: await response.json() };
}

const renew = (installation: ServerInstallation, token = sign(installation)) =>
  exchange(installation, { grant_type: JWT_GRANT }, token);

function authorize(installation: ServerInstallation, changed: object = {}) {
  const { clientId, clientSecret } = installation.options;
  return exchange(installation, {
    grant_type: "authorization_code",
    code: installation.code,
    client_id: clientId,
    client_secret: clientSecret,
    ...changed,
  });
}

const statusOf = async ({ urls }: SentryServer, token: string | undefined) => {
  const response = await fetch(urls.projects, { headers: { Authorization: `Bearer ${token}` } });
  return [response.status, (await response.json()).detail];
};

test("a code is exchanged once, and each exchange ends the token before", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create();
  expect(await renew(installation)).toMatchObject({
    status: 401,
    body: { detail: "Installation does not have a token" },
  });
  const first = await authorize(installation);
  expect(first).toMatchObject({
    status: 201,
    body: {
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
      refreshToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      scopes: expect.arrayContaining(["org:read"]),
      application: null,
      state: null,
      tokenLastCharacters: first.body.token.slice(-4),
    },
  });
  expect(Date.parse(first.body.expiresAt) - Date.parse(first.body.dateCreated)).toBe(8 * 60 * 60 * 1000);
  expect(await authorize(installation)).toMatchObject({
    status: 401,
    body: { detail: "Could not find grant for given code" },
  });
  expect(await statusOf(server, first.body.token)).toEqual([200, undefined]);

  const second = await renew(installation);
  expect(second.status).toBe(201);
  expect(await statusOf(server, first.body.token)).toEqual([401, "Invalid token"]);
  expect(await statusOf(server, second.body.token)).toEqual([200, undefined]);

  const { clientId, clientSecret } = installation.options;
  const refresh = {
    grant_type: "refresh_token",
    refresh_token: second.body.refreshToken,
    client_id: clientId,
    client_secret: clientSecret,
  };
  const third = await exchange(installation, refresh);
  expect(third.status).toBe(201);
  expect(await exchange(installation, refresh)).toMatchObject({
    status: 401,
    body: { detail: "Token does not exist" },
  });
  expect(installation).toMatchObject({ token: third.body.token, exchanges: 3, conflicts: 0 });
});

test("a JSON Web Token is verified, and accepted once", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create({ authorized: true });
  const seconds = Math.floor(Date.now() / 1000);
  const detail = async (token?: string) => (await exchange(installation, { grant_type: JWT_GRANT }, token)).body.detail;
  expect(await detail()).toBe("Header is in invalid form");
  expect(await detail("invalid.jwt.token")).toBe("Could not validate JWT");
  expect(await detail(sign(installation, {}, { alg: "none" }))).toBe("Could not validate JWT");
  expect(await detail(sign(installation, { iat: seconds - 120, exp: seconds - 60 }))).toBe("Could not validate JWT");
  expect(await detail(sign(installation, { iat: seconds + 120 }))).toBe("Could not validate JWT");
  expect(await detail(sign(installation, { jti: undefined }))).toBe("Could not validate JWT");
  expect(await detail(sign(installation, { iss: "other" }))).toBe("JWT is not valid for this application");
  const token = sign(installation);
  expect(await detail(token)).toBeUndefined();
  expect(await detail(token)).toBe("JWT has already been used");
  const former = sign(installation);
  server.installations.rotateSecret();
  expect(await detail(former)).toBe("Could not validate JWT");
  expect(await detail(sign(installation))).toBeUndefined();
  expect(installation.exchanges).toBe(3);
});

test("the server's clock can be ahead, and its responses say so", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create({ authorized: true });
  server.installations.clockOffset = 3600;
  const refused = await renew(installation);
  expect(refused).toMatchObject({ status: 401, body: { detail: "Could not validate JWT" } });
  const iat = Date.parse(refused.date ?? "") / 1000;
  expect(iat).toBeGreaterThan(Date.now() / 1000 + 3000);
  expect(await renew(installation, sign(installation, { iat, exp: iat + 60 }))).toMatchObject({ status: 201 });
});

test("one exchange runs at a time", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create({ authorized: true });
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const started = new Promise<void>((resolve) => {
    server.installations.beforeCommit = () => {
      resolve();
      return held;
    };
  });
  const first = renew(installation);
  await started;
  expect(await renew(installation)).toMatchObject({
    status: 409,
    body: { detail: "Token refresh already in progress" },
  });
  release();
  expect((await first).status).toBe(201);
  expect(installation).toMatchObject({ exchanges: 2, conflicts: 1 });
});

test("a response can be lost after the exchange was committed", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create({ authorized: true });
  const former = installation.token;
  server.installations.afterCommit = ({ grantType, request }) => {
    expect([grantType, request.method]).toEqual([JWT_GRANT, "POST"]);
    return "drop";
  };
  await expect(renew(installation)).rejects.toThrow("fetch failed");
  expect(installation.token).not.toBe(former);
  expect(await statusOf(server, former)).toEqual([401, "Invalid token"]);
});

test("a token expires, can be revoked, and is unknown while a replica lags", async () => {
  await using server = await startSentryServer();
  const installation = server.installations.create({ authorized: true });
  installation.expire();
  expect(await statusOf(server, installation.token)).toEqual([401, "Token expired"]);
  expect((await renew(installation)).status).toBe(201);
  installation.revoke();
  expect(await statusOf(server, installation.token)).toEqual([401, "Invalid token"]);
  server.installations.replicaLag = 3600;
  expect((await renew(installation)).status).toBe(201);
  expect(await statusOf(server, installation.token)).toEqual([401, "Invalid token"]);
  server.installations.clockOffset = 3600;
  expect(await statusOf(server, installation.token)).toEqual([200, undefined]);
});

test("an installation is confirmed with its own token, and is gone once it is uninstalled", async () => {
  await using server = await startSentryServer();
  const [installation, other] = [server.installations.create(), server.installations.create({ authorized: true })];
  const { body } = await authorize(installation);
  const { instance, installationId } = installation.options;
  const confirm = async (token: string | undefined, status: string) =>
    (
      await fetch(`${instance}/api/0/sentry-app-installations/${installationId}/`, {
        method: "PUT",
        body: JSON.stringify({ status }),
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      })
    ).status;
  expect(await confirm("unknown", "installed")).toBe(401);
  expect(await confirm(other.token, "installed")).toBe(404);
  expect(await confirm(body.token, "pending")).toBe(400);
  expect(installation.status).toBe("pending");
  expect(await confirm(body.token, "installed")).toBe(200);
  expect(installation.status).toBe("installed");
  installation.uninstall();
  expect(await renew(installation)).toMatchObject({ status: 401, body: { detail: "Installation not found" } });
  expect(await authorize(installation)).toMatchObject({ status: 404 });
});

test("a malformed exchange is refused as Sentry refuses it", async () => {
  await using server = await startSentryServer();
  const [installation, other] = [server.installations.create(), server.installations.create()];
  expect(await exchange(installation, {})).toMatchObject({ status: 401, body: { detail: "Invalid request" } });
  expect(await authorize(installation, { client_secret: "wrong" })).toMatchObject({
    status: 401,
    body: { detail: "Invalid Client ID / Secret pair" },
  });
  expect(await authorize(installation, { code: undefined })).toMatchObject({
    status: 400,
    body: { code: ["This field is required."] },
  });
  expect(await authorize(installation, { code: other.code })).toMatchObject({ body: { detail: "Forbidden grant" } });
  expect(await authorize(installation, { grant_type: "password" })).toMatchObject({
    status: 403,
    body: { detail: "Invalid grant_type" },
  });
});

test("a webhook is signed with the client secret", async () => {
  await using server = await startSentryServer();
  const { body, headers } = server.installations.webhook({ action: "created" });
  const signature = createHmac("sha256", server.installations.clientSecret).update(body).digest("hex");
  expect(headers).toMatchObject({ "Sentry-Hook-Resource": "installation", "Sentry-Hook-Signature": signature });
});
