import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  customFetch,
  None,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
} from "oauth4webapi";
import { expect, test } from "vitest";

// The habits of the library that `sentry-protocol.ts` works around. A new version that fails here may need less of it.

const server = { issuer: "http://sentry.acme.com", token_endpoint: "http://sentry.acme.com/oauth/token/" };
const client = { client_id: "1a2b3c" };
const pair = { access_token: "0123456789abcdef", token_type: "Bearer", refresh_token: "fedcba9876543210" };

function refresh(response: Response, authentication: ClientAuth = None(), insecure = true) {
  let sent: RequestInit = {};
  const exchange = refreshTokenGrantRequest(server, client, authentication, "f0", {
    [allowInsecureRequests]: insecure,
    [customFetch]: async (_, init) => {
      sent = init as RequestInit;
      return response;
    },
  }).then((received) => processRefreshTokenResponse(server, client, received));
  return { exchange, sent: () => sent };
}

test.each([
  ["expires_in", null],
  ["expires_in", -1],
  ["refresh_token", null],
  ["scope", null],
  ["token_type", "token"],
])("rejects a committed refresh with %s %s, and shows the tokens in the error", async (name, value) => {
  const { exchange } = refresh(Response.json({ ...pair, [name]: value }));
  await expect(exchange).rejects.toMatchObject({ cause: { body: { access_token: pair.access_token } } });
});

test("rejects a committed refresh with an id token that is signed with HS256", async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const id_token = `${part({ alg: "HS256" })}.${part({})}.AAAA`;
  await expect(refresh(Response.json({ ...pair, id_token })).exchange).rejects.toThrow(/"alg"/);
});

test("reports invalid_client as a challenge", async () => {
  const headers = { "WWW-Authenticate": 'Basic realm="oauth"' };
  const response = Response.json({ error: "invalid_client" }, { status: 401, headers });
  await expect(refresh(response).exchange).rejects.toMatchObject({ code: "OAUTH_WWW_AUTHENTICATE_CHALLENGE" });
});

test("percent-encodes the parts of Basic", async () => {
  const { exchange, sent } = refresh(Response.json(pair), ClientSecretBasic("a-b"));
  await exchange;
  expect(new Headers(sent().headers).get("Authorization")).toBe(`Basic ${btoa("1a2b3c:a%2Db")}`);
});

test("follows no redirect, and refuses http unless it is allowed", async () => {
  const { exchange, sent } = refresh(Response.json(pair));
  await exchange;
  expect(sent().redirect).toBe("manual");
  await expect(refresh(Response.json(pair), None(), false).exchange).rejects.toThrow(/HTTPS/);
});
