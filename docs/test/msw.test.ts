import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { expect, onTestFinished, test } from "vitest";

// The guide's example for msw with an origin that has no server: it cannot run as it stands, since msw would see the
// address of the embedded server.
test("msw sees the request as it would have been sent", async () => {
  const origin = "http://127.0.0.1:65535";
  const server = setupServer(
    http.get(`${origin}/api/0/organizations/`, ({ request }) =>
      HttpResponse.text(request.headers.get("Authorization") ?? ""),
    ),
  );
  server.listen();
  onTestFinished(() => server.close());
  const sentry = withSentryAuth(fetch, bearerAuth({ token: "1a2b3c", origin }));
  const response = await sentry(`${origin}/api/0/organizations/`);
  expect(await response.text()).toBe("Bearer 1a2b3c");
});
