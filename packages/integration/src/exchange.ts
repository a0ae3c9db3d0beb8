import { type Authorization, readRefusal } from "@x/sentry-core";
import { cleanCause } from "@x/sentry-store";
import { exchangeError, type Refused } from "./exchange-error.ts";
import type { Grant } from "./grants.ts";
import type { ExchangeFetchLike, Installation } from "./installation.ts";
import { type IssuedToken, readIssuedToken } from "./issued-token.ts";

type Response = Awaited<ReturnType<ExchangeFetchLike>>;

/**
 * Exchanges a grant for an installation's next token.
 *
 * A grant that Sentry refuses because of the client secret or the clock is sent once more: with the secret that its
 * function returns now, and with the time of the response.
 *
 * @param isRepeatable - Whether the exchange is sent again if its response was lost.
 * @returns `"superseded"` if another exchange for the installation is running, or was faster.
 * @throws {SentryAuthError} `ERR_LOGIN_REQUIRED` if the integration has to be installed again, otherwise
 *   `ERR_SECRET_UNAVAILABLE`.
 */
export async function exchange(
  installation: Installation,
  grant: Grant,
  isRepeatable: boolean,
): Promise<IssuedToken | "superseded"> {
  const { clientSecret } = installation;
  const request = { url: `${installation.url}authorizations/`, method: "POST" };
  const send = (secret: Authorization, now: number): Promise<IssuedToken | Refused> =>
    post(installation, request.url, grant, secret, now);

  const secret = await clientSecret.authorize(request);
  let outcome = await send(secret, Date.now());
  if ("failure" in outcome && isRepeatable) outcome = await send(secret, Date.now());
  if (isClientRefused(outcome)) {
    const rejection = {
      status: outcome.status,
      url: request.url,
      header: () => undefined,
      text: async () => undefined,
    };
    // A failure leaves the secret as it was: the error below says more than the reason for that.
    const renewed = (async () => clientSecret.renew?.(secret, request, rejection))().catch(() => undefined);
    outcome = await send((await renewed) ?? secret, outcome.sentAt);
  }
  if ("credential" in outcome) return outcome;
  if (outcome.status === 409) return "superseded";
  throw exchangeError(outcome, installation.instance);
}

function isClientRefused(outcome: IssuedToken | Refused): outcome is Refused {
  return "status" in outcome && /^4/.test(String(outcome.status)) && /\bJWT\b|Client ID/.test(outcome.detail ?? "");
}

/** Sends one POST, which follows no redirect, to the instance. */
async function post(
  { fetch: send = globalThis.fetch }: Installation,
  url: string,
  grant: Grant,
  secret: Authorization,
  now: number,
): Promise<IssuedToken | Refused> {
  try {
    // The credentials are made inside the expression: error reporters record local variables.
    const response = await send(url, { method: "POST", redirect: "manual", ...(await grant(secret, now)) });
    return await readOutcome(response, url, secret);
  } catch (error) {
    return {
      status: 0,
      sentAt: Date.now(),
      detail: undefined,
      by: "sentry",
      failure: cleanCause(error, [secret.header]),
    };
  }
}

async function readOutcome(response: Response, url: string, secret: Authorization): Promise<IssuedToken | Refused> {
  const { status } = response;
  const sentAt = Date.parse(response.headers.get("Date") ?? "") || Date.now();
  const redirected = { status, sentAt, detail: undefined, by: "sentry" as const, isRedirected: true };
  // A browser shows nothing of a redirect that it did not follow.
  if (response.redirected || status === 0 || (status >= 300 && status < 400)) return redirected;
  if (status >= 200 && status < 300) {
    const text = response.text();
    // Parsed outside our frames, whose variables an error reporter could record beside the error.
    const issued = await text.then(JSON.parse).then(
      (body) => readIssuedToken(body, sentAt),
      () => undefined,
    );
    // Rejects if the body was lost on its way.
    if (!issued) await text;
    return issued ?? { status, sentAt, detail: undefined, by: "sentry" };
  }
  const rejection = {
    status,
    url,
    header: (name: string) => response.headers.get(name) ?? undefined,
    text: () => response.text(),
  };
  const { detail, by } = await readRefusal(rejection);
  // The server's words are quoted in errors.
  const quoted = detail && cleanCause(detail, [secret.header]).message.slice(0, 200);
  return { status, sentAt, detail: quoted, by };
}
