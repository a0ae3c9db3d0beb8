import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { memoryStore } from "@x/sentry-store";
import { startSentryServer } from "@x/sentry-testing";
import { chromium } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { finishLogin, type PendingLogin, startLogin } from "../src/index.ts";
import { clientsOf, statusOf, strategyFor } from "./logins.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((place) => existsSync(place));
const name = executablePath ? "a browser" : "a browser (skipped: there is no Chromium at /usr/bin/chromium)";

test.skipIf(executablePath === undefined)(
  `${name} follows the login from the app to Sentry and back`,
  {
    timeout: 60_000,
  },
  async () => {
    await using server = await startSentryServer();
    const { clientId, clientSecret, instance } = clientsOf(server).confidential;
    const store = memoryStore();
    const sessions = new Map<string, PendingLogin>();

    const app = createServer(async (request, response) => {
      const session = /session=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
      if (request.url === "/login") {
        const redirectUri = `${origin}/callback`;
        const { url, login } = await startLogin({ clientId, redirectUri, scopes: ["org:read"], instance });
        sessions.set("jane", login);
        response.writeHead(302, { Location: url, "Set-Cookie": "session=jane; HttpOnly; SameSite=Lax" }).end();
        return;
      }
      const login = sessions.get(session);
      const callbackUrl = request.url ?? "";
      if (login === undefined || !callbackUrl.startsWith("/callback?")) return void response.writeHead(404).end();
      const { user } = await finishLogin({ login, callbackUrl, clientId, clientSecret, store, account: session });
      response.setHeader("Content-Type", "text/html").end(`<h1>Hello, ${user.email}</h1>`);
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void app.closeAllConnections());
    onTestFinished(() => void app.close());
    const origin = `http://127.0.0.1:${(app.address() as { port: number }).port}`;

    const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      await page.goto(`${origin}/login`);
      expect(await page.textContent("h1")).toBe("Hello, jane@acme.example");
      expect(page.url()).toContain(`${origin}/callback?code=`);
      // The browser came by Sentry's page, and nothing of the browser's reached the token endpoint.
      const urls = server.requests.map(({ method, url }) => `${method} ${url.split("?")[0]}`);
      expect(urls.filter((url) => url.includes("/oauth/"))).toEqual(["GET /oauth/authorize/", "POST /oauth/token/"]);
    } finally {
      await browser.close();
    }
    const jane = strategyFor(server, store, { clientId, clientSecret, account: "jane" });
    expect(await statusOf(jane, server)).toBe(200);
  },
);
