import { homedir } from "node:os";
import path from "node:path";
import { isSentryAuthError, withSentryAuth } from "@x/sentry-fetch";
import { fileStore } from "@x/sentry-file-store";
import { deviceLogin, oauthAuth } from "@x/sentry-oauth";

const clientId = process.env.SENTRY_OAUTH_CLIENT_ID; // of a public application, so there is no secret to ship
const configuration = process.env.XDG_CONFIG_HOME ?? process.env.APPDATA ?? path.join(homedir(), ".config");
const store = fileStore(path.join(configuration, "acme-tool"));
const sentry = withSentryAuth(fetch, oauthAuth({ clientId, store }));

async function logIn() {
  const { user } = await deviceLogin({
    clientId,
    scopes: ["org:read"],
    store,
    show: ({ userCode, urlWithCode }) => console.error(`Open ${urlWithCode} and compare the code: ${userCode}`),
  });
  console.error(`Logged in as ${user.name ?? user.email}`);
}

const listOrganizations = () => sentry("https://sentry.io/api/0/organizations/");
const response = await listOrganizations().catch(async (error: unknown) => {
  if (!isSentryAuthError(error) || error.code !== "ERR_LOGIN_REQUIRED") throw error;
  await logIn(); // on first use, and when the login was lost
  return listOrganizations();
});
for (const { slug } of await response.json()) console.log(slug);
