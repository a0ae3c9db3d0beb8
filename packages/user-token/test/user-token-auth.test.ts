import { inspect } from "node:util";
import { withSentryAuth } from "@x/sentry-fetch";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";
import { userTokenAuth } from "../src/index.ts";

const request = { url: "https://sentry.io/api/0/", method: "GET" };
const hex = "0123456789abcdef".repeat(4);

test("every kind of user token lists the organizations", async () => {
  await using server = await startSentryServer();
  const { userToken, legacyUserToken, userAppToken } = server.credentials;
  for (const token of [userToken, legacyUserToken, userAppToken]) {
    const client = withSentryAuth(fetch, userTokenAuth({ token, origin: server.origin }));
    expect((await client(server.urls.organizations)).status).toBe(200);
    expect(server.requests.at(-1)?.authorization).toBe(`Bearer ${token}`);
  }
});

test.each([`sntryu_${hex}`, `sntrya_${hex}`, hex, hex.toUpperCase(), ` sntryu_${hex}\n`])("takes %j", (token) => {
  expect(userTokenAuth({ token }).authorize(request)).toHaveProperty("header", `Bearer ${token.trim()}`);
});

const refused: [string | undefined, RegExp][] = [
  [`sntrys_${btoa('{"iat":1}')}_${"A".repeat(43)}`, /organization token.*@x\/sentry-bearer/],
  [`sntryi_${hex}`, /integration token.*@x\/sentry-bearer/],
  [`SNTRYU_${hex}`, /not a user auth token/],
  [`sntryu_${hex}0`, /not a user auth token/],
  [hex.slice(1), /not a user auth token/],
  [`https://${hex}@o1.ingest.us.sentry.io/42`, /@x\/sentry-dsn/],
  ["{TOKEN}", /placeholder/],
  [`Bearer sntryu_${hex}`, /scheme word/],
  [undefined, /Is the environment variable set/],
];

test.each(refused)("refuses %j", (token, message) => {
  const refusal = { code: "ERR_INVALID_SECRET", strategy: "user-token", message: expect.stringMatching(message) };
  let error: unknown;
  try {
    userTokenAuth({ token });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject(refusal);
  expect(inspect(error)).not.toContain(hex.slice(1, 20));
});

test.each(refused)("refuses %j from a function by the same rule", async (token, message) => {
  const strategy = userTokenAuth({ token: () => token as string });
  await expect(strategy.authorize(request)).rejects.toMatchObject({
    code: "ERR_INVALID_SECRET",
    message: expect.stringMatching(message),
  });
});
