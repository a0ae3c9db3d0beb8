import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";

// A function: the build runs this module, and has no secret.
const sentry = withSentryAuth(fetch, bearerAuth({ token: () => process.env.SENTRY_AUTH_TOKEN }));

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const response = await sentry("https://sentry.io/api/0/organizations/acme/projects/");
  return Response.json({ status: response.status });
}
