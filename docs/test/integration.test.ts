import { once } from "node:events";
import { createServer } from "node:http";
import { withSentryAuth } from "@x/sentry-fetch";
import { memoryStore } from "@x/sentry-store";
import { type SentryServer, startSentryServer } from "@x/sentry-testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { everyInstallation } from "../recipes/every-installation.ts";
import { type AppData, handleWebhook } from "../recipes/installation-events.ts";
import { createApp as createExpressApp } from "../recipes/webhook-express.ts";
import { createApp as createHonoApp } from "../recipes/webhook-hono.ts";
import { webhookRoute } from "../recipes/webhook-next.ts";
import worker from "../recipes/webhook-worker.ts";

/** A fetch that reaches the embedded server, and the variables that the recipes read. */
function serve({ origin, installations }: SentryServer): void {
  const platformFetch = fetch;
  vi.stubGlobal("fetch", async (input: string | URL, init?: RequestInit) => {
    const response = await platformFetch(String(input).replace("https://sentry.io", origin), init);
    // A 401 of another origin renews nothing.
    return Object.defineProperty(response, "url", { value: String(input) });
  });
  vi.stubEnv("SENTRY_CLIENT_ID", installations.clientId);
  vi.stubEnv("SENTRY_CLIENT_SECRET", installations.clientSecret);
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
}

type Handler = (request: Request) => Response | Promise<Response>;

function appData(): AppData & { readonly installations: Map<string, string> } {
  const installations = new Map<string, string>();
  return {
    installations,
    store: memoryStore(),
    saveInstallation: async (organization, id) => void installations.set(organization, id),
    removeInstallation: async (id) => {
      for (const [organization, each] of installations) if (each === id) installations.delete(organization);
    },
  };
}

async function expressHandler(data: AppData): Promise<Handler> {
  const platformFetch = fetch;
  const server = createServer(createExpressApp(data)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return async (request) =>
    platformFetch(`http://127.0.0.1:${port}/webhook`, {
      method: request.method,
      headers: request.headers,
      body: await request.arrayBuffer(),
    });
}

function workerHandler(data: AppData): Handler {
  const WEBHOOKS = { send: (body: string) => handleWebhook(body, data) };
  return (request) =>
    worker.fetch(request, { SENTRY_CLIENT_SECRET: process.env["SENTRY_CLIENT_SECRET"] ?? "", WEBHOOKS });
}

test.each<[string, (data: AppData) => Handler | Promise<Handler>]>([
  ["Express", expressHandler],
  ["Hono", (data) => createHonoApp(data).fetch],
  ["Next.js", webhookRoute],
  ["a Worker", workerHandler],
])("a webhook to %s is verified, and authorizes the installation", async (_, handlerFor) => {
  await using server = await startSentryServer();
  const data = appData();
  const handle = await handlerFor(data);
  serve(server);
  const installation = server.installations.create();
  const { code, options, organization } = installation;
  const webhook = (action: string) =>
    server.installations.webhook({
      action,
      data: { installation: { uuid: options.installationId, code, organization: { slug: organization } } },
      note: "Ünïcode",
    });
  const send = async ({ body, headers }: ReturnType<typeof webhook>): Promise<number> =>
    (await handle(new Request("https://app.acme.com/webhook", { method: "POST", body, headers }))).status;

  const { body, headers } = webhook("created");
  expect(await send({ body: body.replace("created", "deleted"), headers })).toBe(401);
  expect(await send({ body, headers: { "Content-Type": "application/json" } })).toBe(401);
  expect(await send({ body: "", headers })).toBe(401);
  expect(installation.exchanges).toBe(0);

  expect(await send({ body, headers })).toBe(204);
  expect(installation).toMatchObject({ exchanges: 1, status: "installed" });
  expect(data.installations).toEqual(new Map([["acme", options.installationId]]));
  expect(await send(webhook("deleted"))).toBe(204);
  expect(data.installations).toEqual(new Map());
});

test("one client uses the installation of the organization in the URL", async () => {
  await using server = await startSentryServer();
  serve(server);
  const [acme, globex] = ["acme", "globex"].map((organization) =>
    server.installations.create({ organization, authorized: true }),
  );
  const find = async (organization: string) =>
    [acme, globex].find((each) => each?.organization === organization)?.options.installationId;
  const client = withSentryAuth(fetch, everyInstallation(memoryStore(), find));
  const projects = (organization: string) => client(`https://sentry.io/api/0/organizations/${organization}/projects/`);
  expect((await projects("acme")).status).toBe(200);
  expect((await projects("globex")).status).toBe(200);
  acme?.expire();
  expect((await projects("acme")).status).toBe(200);
  expect([acme?.exchanges, globex?.exchanges]).toEqual([3, 2]);
  await expect(projects("initech")).rejects.toMatchObject({
    cause: { message: expect.stringMatching(/not installed/) },
  });
});
