import { verifySignature } from "@x/sentry-integration";
import express from "express";
import { type AppData, handleWebhook } from "./installation-events.ts";

export function createApp(data: AppData) {
  const app = express();
  // Only for this route, and before any express.json() that would parse the body.
  app.post("/webhook", express.raw({ type: "*/*", limit: "1mb" }), async (request, response) => {
    const body: Uint8Array | string = request.body ?? "";
    const isGenuine = await verifySignature({
      body,
      signature: request.get("Sentry-Hook-Signature"),
      clientSecret: process.env.SENTRY_CLIENT_SECRET,
    });
    if (!isGenuine) return void response.sendStatus(401);
    await handleWebhook(body.toString(), data);
    response.sendStatus(204);
  });
  return app;
}
