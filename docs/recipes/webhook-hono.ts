import { verifySignature } from "@x/sentry-integration";
import { Hono } from "hono";
import { type AppData, handleWebhook } from "./installation-events.ts";

export function createApp(data: AppData) {
  const app = new Hono();
  app.post("/webhook", async (context) => {
    const body = await context.req.text();
    const isGenuine = await verifySignature({
      body,
      signature: context.req.header("Sentry-Hook-Signature"),
      clientSecret: process.env.SENTRY_CLIENT_SECRET,
    });
    if (!isGenuine) return context.body(null, 401);
    await handleWebhook(body, data);
    return context.body(null, 204);
  });
  return app;
}
