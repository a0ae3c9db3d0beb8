// Jest with its defaults: CommonJS, no transform of node_modules, no import().
const { withSentryAuth } = require("@x/sentry-axios");
const { bearerAuth } = require("@x/sentry-bearer");
const { deviceLogin, oauthAuth } = require("@x/sentry-oauth");
const { memoryStore } = require("@x/sentry-store");
const axios = require("axios");

test("an authenticated request succeeds", async () => {
  const strategy = bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN });
  const sentry = withSentryAuth(axios.create({ baseURL: "https://sentry.io/api/0/" }), strategy);
  const { status } = await sentry.get("organizations/acme/projects/");
  expect(status).toBe(200);
});

// It depends on oauth4webapi, which is an ES module alone.
test("a user logs in, and an authenticated request succeeds", async () => {
  const clientId = process.env.SENTRY_OAUTH_CLIENT_ID;
  const store = memoryStore();
  await deviceLogin({ clientId, scopes: ["org:read"], store, show: () => {} });
  const strategy = oauthAuth({ clientId, store });
  const sentry = withSentryAuth(axios.create({ baseURL: "https://sentry.io/api/0/" }), strategy);
  const { status } = await sentry.get("organizations/");
  expect(status).toBe(200);
});

test("an error of one copy is an error for all", () => {
  const { isSentryAuthError } = require("@x/sentry-core");
  expect.assertions(1);
  try {
    bearerAuth({ token: undefined });
  } catch (error) {
    expect(isSentryAuthError(error)).toBe(true);
  }
});

test.each(process.env.SENTRY_PACKAGES.split(","))("require(%j) loads", (name) => {
  expect(Object.keys(require(name))).not.toEqual([]);
});
