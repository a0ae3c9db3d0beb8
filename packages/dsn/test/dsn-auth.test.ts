import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { dsnAuth } from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "POST" };
const key = "0123456789abcdef0123456789abcdef";

test("the server accepts it, byte for byte the DSN, and goes to its own origin", async () => {
  await using server = await startSentryServer();
  const { dsn, dsnWithSecret } = server.credentials;
  const feedback = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      event_id: "14bad9a2e3774046977a21440ddb39b2",
      name: "Jane",
      email: "jane@example.com",
      comments: "It broke",
    }),
  };
  for (const each of [dsn, dsnWithSecret]) {
    for (const url of [server.urls.userFeedback, server.urls.userReports]) {
      expect((await withSentryAuth(fetch, dsnAuth({ dsn: each }))(url, feedback)).status).toBe(200);
      expect(server.requests.at(-1)?.authorization).toBe(`DSN ${dsn}`);
    }
  }
});

test.each([
  [`https://${key}@o1.ingest.us.sentry.io/42`, ["https://sentry.io", "https://*.sentry.io"]],
  [`https://${key}@sentry.io/42`, ["https://sentry.io", "https://*.sentry.io"]],
  [`https://${key}@sentry.acme.com:8443/sub/42`, ["https://sentry.acme.com:8443"]],
  [`http://${key}@10.0.0.5:9000/42`, ["http://10.0.0.5:9000"]],
  [`https://${key}@sentry.io.evil.example/42`, ["https://sentry.io.evil.example"]],
])("%s goes to %j", (dsn, origins) => {
  expect(dsnAuth({ dsn }).authorize(request)).toMatchObject({ header: `DSN ${dsn}`, origins });
});

test("goes where `origin` says", () => {
  const strategy = dsnAuth({ dsn: `https://${key}@o1.ingest.us.sentry.io/42`, origin: "https://us.sentry.io" });
  expect(strategy.authorize(request)).toHaveProperty("origins", ["https://us.sentry.io"]);
});

test.each([
  [undefined, /Is the environment variable set/],
  ["{DSN}", /placeholder/],
  [`DSN https://${key}@sentry.io/1`, /scheme word/],
  ["sntryu_0123", /@x\/sentry-bearer/],
  [key, /does not begin with https/],
  [`https://${key}@sentry.io/`, /project id/],
])("refuses %j", (dsn, message) => {
  expect(() => dsnAuth({ dsn })).toThrow(
    expect.objectContaining({ code: "ERR_INVALID_SECRET", strategy: "dsn", message: expect.stringMatching(message) }),
  );
});
