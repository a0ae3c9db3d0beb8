import { withSentryAuth } from "@x/sentry-axios";
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
