// Jest with its defaults: CommonJS, no transform of node_modules, no import().
const { withSentryAuth } = require("@x/sentry-axios");
const { bearerAuth } = require("@x/sentry-bearer");
const axios = require("axios");

test("an authenticated request succeeds", async () => {
  const strategy = bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN });
  const sentry = withSentryAuth(axios.create({ baseURL: "https://sentry.io/api/0/" }), strategy);
  const { status } = await sentry.get("organizations/acme/projects/");
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
