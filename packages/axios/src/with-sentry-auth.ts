import {
  type AdapterOptions,
  type AuthRequest,
  type AuthStrategy,
  assertStrategy,
  authenticate,
  isReplayable,
} from "@x/sentry-core";
import type { AxiosClient, Config, Headers, Response } from "./axios.ts";
import { cancellation } from "./cancellation.ts";
import { isAxios, replaceAdapter } from "./final-config.ts";
import { finalUrl, hasCredential, target } from "./final-url.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { guardRedirects } from "./redirects.ts";
import { bareInstance, type Transport, transmit } from "./transport.ts";

/**
 * Installs authentication on an axios instance and gives the same instance back.
 *
 * A request that has an `Authorization` header, an `auth` option or a URL with userinfo goes through untouched. Of
 * several strategies on one instance, the one that was installed last decides first.
 *
 * @example
 * import { bearerAuth } from "@x/sentry-bearer";
 * import { withSentryAuth } from "@x/sentry-axios";
 * import axios from "axios";
 *
 * const sentry = withSentryAuth(axios.create(), bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
 * await sentry.get("https://sentry.io/api/0/organizations/acme/projects/");
 *
 * @throws {TypeError} when an argument is of the wrong type.
 * @throws {SentryAuthError} `ERR_UNTRUSTED_ORIGIN` (a request, as a rejection) when it goes to an origin that the
 * credential is not for.
 * @throws {SentryAuthError} `ERR_SECRET_UNAVAILABLE` (likewise) when the function that provides the secret failed.
 * @throws {SentryAuthError} `ERR_INVALID_SECRET` (likewise) when that function gave a secret that cannot be sent.
 * @see https://axios-http.com/docs/instance
 */
export function withSentryAuth<Client extends AxiosClient>(
  instance: Client,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Client {
  if (!isAxios(instance)) throw new TypeError("instance must be an axios instance, such as axios.create() gives");
  assertStrategy(strategy, options);
  const onUntrustedOrigin = options?.onUntrustedOrigin;
  const bare = bareInstance(instance);

  replaceAdapter(instance, (config, adapter) => {
    // As it was, for whoever finds it in an error or sends it again.
    config.adapter = adapter;
    const transport: Transport = { config, adapter, bare };
    // Read once: a getter could give another URL each time that it is asked.
    const read = ownFields(config);
    const url = finalUrl(read, bare);
    if (url === undefined || hasCredential(read, url)) return transmit(config, transport);

    const send = (header: string | undefined, checked: string): Promise<Response> => {
      if (header === undefined) return transmit(config, transport);
      const given = {
        ...read,
        ...target(read, url, checked),
        headers: withAuthorization(read.headers, header),
        beforeRedirect: guardRedirects(read.beforeRedirect, checked),
      };
      return transmit(given, transport, header);
    };
    const request: AuthRequest = { url, method: (config.method ?? "get").toUpperCase() };
    const signal = cancellation(config);
    if (!strategy.renew) return authenticate(strategy, request, send, { onUntrustedOrigin, signal });
    const attempt = (header: string | undefined, checked: string): Promise<Outcome> => outcomeOf(send(header, checked));
    return authenticate(strategy, request, attempt, {
      onUntrustedOrigin,
      signal,
      replayable: isReplayable(config.data),
    }).then(({ settle }) => settle());
  });
  return instance;
}

/** As a spread would copy it, at a fifth of the cost: what newer versions of axios make is without prototype. */
function ownFields(config: Config): Config {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(config)) fields[name] = config[name as keyof Config];
  return fields as Partial<Config> as Config;
}

function withAuthorization(headers: Headers, value: string): Headers {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(headers)), headers);
  // A name in another casing that has no value would give its casing to ours.
  copy.delete("Authorization");
  copy.Authorization = value;
  return copy;
}
