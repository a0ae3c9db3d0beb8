import { verifySignature } from "@x/sentry-integration";

interface Env {
  readonly SENTRY_CLIENT_SECRET: string;
  /** A queue, whose consumer calls authorizeInstallation with a store that all instances share. */
  readonly WEBHOOKS: { send(body: string): Promise<void> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const body = await request.text();
    const isGenuine = await verifySignature({
      body,
      signature: request.headers.get("Sentry-Hook-Signature"),
      clientSecret: env.SENTRY_CLIENT_SECRET,
    });
    if (!isGenuine) return new Response(null, { status: 401 });
    await env.WEBHOOKS.send(body);
    return new Response(null, { status: 204 });
  },
};
