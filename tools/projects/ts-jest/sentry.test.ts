import { withSentryAuth } from "@x/sentry-axios";
import { withSentryAuth as withSentryAuthFetch } from "@x/sentry-fetch";
import { deviceLogin, oauthAuth } from "@x/sentry-oauth";
import { memoryStore } from "@x/sentry-store";
import { startSentryServer } from "@x/sentry-testing";
import { userTokenAuth } from "@x/sentry-user-token";
import axios from "axios";

test("an authenticated request succeeds against the server of @x/sentry-testing", async () => {
  const server = await startSentryServer();
  try {
    const strategy = userTokenAuth({ token: server.credentials.userToken, origin: server.origin });
    const sentry = withSentryAuth(axios.create({ baseURL: server.origin }), strategy);
    const { status } = await sentry.get("/api/0/organizations/");
    expect(status).toBe(200);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

// @x/sentry-oauth depends on oauth4webapi, which is an ES module alone.
test("a user logs in, and an authenticated request succeeds", async () => {
  const server = await startSentryServer();
  try {
    const { clientId } = server.oauth.publicClient;
    const [instance, store] = [server.origin, memoryStore()];
    server.oauth.waitsForVisit = false;
    server.oauth.deviceInterval = 0.001;
    await deviceLogin({ clientId, scopes: ["org:read"], store, instance, show: () => {} });
    const sentry = withSentryAuthFetch(fetch, oauthAuth({ clientId, store, instance }));
    const response = await sentry(`${server.origin}/api/0/organizations/`);
    expect(response.status).toBe(200);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
