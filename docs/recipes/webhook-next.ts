import { verifySignature } from "@x/sentry-integration";
import { type AppData, handleWebhook } from "./installation-events.ts";

/** In app/webhook/route.ts: `export const POST = webhookRoute(data);` */
export function webhookRoute(data: AppData) {
  return async (request: Request): Promise<Response> => {
    const body = await request.text();
    const isGenuine = await verifySignature({
      body,
      signature: request.headers.get("Sentry-Hook-Signature"),
      clientSecret: process.env.SENTRY_CLIENT_SECRET,
    });
    if (!isGenuine) return new Response(null, { status: 401 });
    await handleWebhook(body, data);
    return new Response(null, { status: 204 });
  };
}
