import {
  type AdapterOptions,
  type AuthRequest,
  type AuthStrategy,
  assertStrategy,
  authenticate,
  isReplayable,
  type Outgoing,
} from "@x/sentry-core";
import { type AxiosLike, type ConfigLike, isAxios, type ResponseLike } from "./axios-like.ts";
import { hasCredential } from "./caller-credential.ts";
import { cancellation } from "./cancellation.ts";
import { bareInstanceOf, dispatch } from "./dispatch.ts";
import { finalUrl } from "./final-url.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { rejectionOf } from "./rejection.ts";
import { replaceAdapter } from "./replace-adapter.ts";
import { sentConfig } from "./sent-config.ts";

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
export function withSentryAuth<Client extends AxiosLike>(
  instance: Client,
  strategy: AuthStrategy,
  options?: AdapterOptions,
): Client {
  if (!isAxios(instance)) throw new TypeError("instance must be an axios instance, such as axios.create() gives");
  const { onUntrustedOrigin } = assertStrategy(strategy, options);
  const bare = bareInstanceOf(instance);

  replaceAdapter(instance, (config) => {
    // Read once: a getter could give another URL each time that it is asked.
    const fields = ownFields(config);
    const url = finalUrl(fields, bare);
    if (url === undefined || hasCredential(fields, url)) return dispatch(config, config, bare);

    const send = ({ authorization, url: checked }: Outgoing): Promise<ResponseLike> => {
      if (!authorization) return dispatch(config, config, bare);
      return dispatch(sentConfig({ fields, url, checked, authorization }), config, bare, authorization);
    };
    const request: AuthRequest = { url, method: (config.method ?? "get").toUpperCase() };
    const signal = cancellation(config);
    if (!strategy.renew) return authenticate(strategy, request, send, { onUntrustedOrigin, signal });
    const attempt = (outgoing: Outgoing): Promise<Outcome> => outcomeOf(send(outgoing));
    return authenticate(strategy, request, attempt, {
      onUntrustedOrigin,
      signal,
      replayable: () => isReplayable(config.data),
      rejectionOf: ({ response }) => rejectionOf(response, fields, url),
    }).then(({ deliver }) => deliver());
  });
  return instance;
}

/** As a spread would copy it, at a fifth of the cost: newer versions of axios make objects without a prototype. */
function ownFields(config: ConfigLike): ConfigLike {
  const fields: Record<string, unknown> = {};
  for (const name of Object.keys(config)) fields[name] = config[name as keyof ConfigLike];
  return fields as Partial<ConfigLike> as ConfigLike;
}
