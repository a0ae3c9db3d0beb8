import { type AuthStrategy, type OriginOption, type Secret, type SecretContext, SentryAuthError } from "@x/sentry-core";
import { invalidToken } from "../src/cases/secret-functions.ts";
import { type Create, create } from "./flawed-strategy.ts";

const context: SecretContext = { reason: "first", signal: new AbortController().signal };

const ask = async (secret: Secret | undefined): Promise<string> => {
  const given = typeof secret === "function" ? await secret(context) : secret;
  return typeof given === "object" ? given.value : (given ?? "");
};

/** A sound strategy with some of its members replaced. */
const spoiled =
  (spoil: (sound: AuthStrategy, secret: Secret | undefined) => Partial<AuthStrategy> & { state?: unknown }): Create =>
  (secret, origin) => {
    const sound = create(secret, origin);
    return { ...sound, ...spoil(sound, secret) };
  };

const asksAlways: Create = spoiled((_, secret) => ({
  authorize: async (request) => create(await ask(secret)).authorize(request),
}));

/** Asks for the secret at each request that has none. */
const unbraked: Create = spoiled((_, secret) => ({
  authorize: async (request) => create(secret).authorize(request),
}));

/** Another strategy for each function's value, with these settings for how long it is good. */
const endingAt =
  (end: (expiresAt: number | Date) => number | Date | undefined): Create =>
  (secret, origin) =>
    create(
      typeof secret !== "function"
        ? secret
        : async () => {
            const given = await secret(context);
            return typeof given !== "object" ? given : { value: given.value, expiresAt: end(given.expiresAt ?? 0) };
          },
      origin,
    );

/** Takes every secret, and fails at the first request. */
const lateCheck: Create = (secret, origin) => {
  try {
    return create(secret, origin);
  } catch (error) {
    return { name: "flawed", authorize: () => Promise.reject(error) };
  }
};

/** Says what it was given, in every error. */
const talkative =
  (from: "fixed" | "function"): Create =>
  (secret, origin) => {
    const saying = (given: unknown, error: unknown): never => {
      if (!(error instanceof SentryAuthError)) throw error;
      throw new SentryAuthError(error.code, `refused ${String(given)}`, { strategy: "flawed", cause: error.cause });
    };
    if (typeof secret !== "function") {
      try {
        return create(secret, origin);
      } catch (error) {
        return from === "fixed" ? saying(secret, error) : create(secret, origin);
      }
    }
    let given: unknown;
    const sound = create(async () => {
      const provided = await secret(context);
      given = provided;
      return provided;
    }, origin);
    return {
      ...sound,
      authorize: async (request) => {
        try {
          return await sound.authorize(request);
        } catch (error) {
          return from === "function" ? saying(given, error) : Promise.reject(error);
        }
      },
    };
  };

/** Calls the secret's function with another context. */
const telling =
  (alter: (given: SecretContext) => SecretContext): Create =>
  (secret, origin) =>
    create(typeof secret === "function" ? (given) => secret(alter(given)) : secret, origin);

const lax = (origin: OriginOption | undefined): OriginOption | undefined => {
  try {
    create("0123456789abcdef", origin);
    return origin;
  } catch {
    return undefined;
  }
};

let shared: AuthStrategy | undefined;

/** For every case of a strategy, one that breaks that promise. */
export const badStrategies: Readonly<Record<string, Create>> = {
  "carries its own name": (secret, origin) => ({ ...create(secret, origin), name: "bearer" }),
  "makes exactly the header of each secret": spoiled(({ authorize }) => ({
    authorize: async (request) => {
      const { header, origins } = await authorize(request);
      return { header: header.replace("Bearer", "bearer"), origins };
    },
  })),
  "makes a header that the server takes": spoiled(({ authorize }) => ({
    authorize: async (request) => {
      const { header, origins } = await authorize(request);
      return { header: `${header}0`, origins };
    },
  })),
  "takes a secret with white space around it, as files and variables have it": (secret, origin) => {
    if (typeof secret === "string" && secret !== secret.trim())
      throw new SentryAuthError("ERR_INVALID_SECRET", "spaces");
    return create(secret, origin);
  },
  "gives the same authorization again, and leaves the request as it was": spoiled(({ authorize }) => ({
    authorize: (request) => {
      const authorization = authorize(request);
      Object.assign(request, { header: "seen" });
      return authorization;
    },
  })),
  "has nothing to renew where the secret is fixed": spoiled(() => ({
    renew: ({ header, origins }) => ({ header: `${header}-again`, origins }),
  })),
  "keeps instances apart": (secret, origin) => {
    const sound = create(secret, origin);
    shared = sound;
    return { ...sound, authorize: (request) => shared?.authorize(request) ?? sound.authorize(request) };
  },
  "throws a TypeError for a secret of the wrong type, without its value": (secret, origin) =>
    create(typeof secret === "number" ? String(secret) : secret, origin),

  "refuses a secret that cannot work when it is made": lateCheck,
  "names itself in its errors": (secret, origin) => {
    if (secret === "") throw new SentryAuthError("ERR_INVALID_SECRET", "the secret is empty");
    return create(secret, origin);
  },
  "never shows the secret in an error about it": talkative("fixed"),
  "refuses a secret that cannot work when a function gives it": talkative("function"),

  "sends a credential where it says itself, and else to Sentry's own origins": spoiled(({ authorize }) => ({
    authorize: async (request) => ({
      header: (await authorize(request)).header,
      origins: [new URL(request.url).origin],
    }),
  })),
  "takes its `origin` option for the whole list: a text, a URL or several": (secret, origin) =>
    create(secret, Array.isArray(origin) ? [...origin, "https://sentry.io"] : origin),
  "throws a TypeError for an invalid `origin`, without its value": (secret, origin) => create(secret, lax(origin)),

  "shows nothing of a fixed secret": spoiled((_, secret) =>
    typeof secret === "string" ? { state: { token: secret } } : {},
  ),
  "shows nothing of a secret that a function gave": spoiled((_, secret) => {
    const state = { token: "" };
    return {
      state,
      authorize: async (request: Parameters<AuthStrategy["authorize"]>[0]) => {
        state.token = await ask(secret);
        return create(state.token).authorize(request);
      },
    };
  }),
  "gives authorizations that show nothing of the secret": spoiled(({ authorize }) => ({
    authorize: async (request) => {
      const { header, origins } = await authorize(request);
      return { header, origins };
    },
  })),

  "calls the secret's function at the first request, once, and keeps the value": asksAlways,
  "renews once for all whose value was rejected": spoiled((_, secret) => ({
    renew: async (_rejected, request) => create(await ask(secret)).authorize(request),
  })),
  "handles a late rejection of an older value with the current one, without calling the function": spoiled((sound) => ({
    renew: async (_, request, rejection) => sound.renew?.(await sound.authorize(request), request, rejection),
  })),
  "fails with the function's reason as cause, and forgets the failure": (secret, origin) => {
    let failure: unknown;
    const sound = create(secret, origin);
    return {
      ...sound,
      authorize: async (request) => {
        if (failure !== undefined) throw failure;
        return Promise.resolve(sound.authorize(request)).catch((error: unknown) => {
          failure = error;
          throw error;
        });
      },
    };
  },
  "reports a function that throws at once as one that rejects": (secret, origin) => {
    const sound = create(secret, origin);
    if (typeof secret === "function") Promise.resolve(secret(context)).catch(() => {});
    return sound;
  },

  "keeps a value until shortly before its end, given as a Date or in milliseconds": endingAt((end) =>
    end instanceof Date ? 1e12 : end,
  ),
  "renews once in the background shortly before the end, while requests go on with the current value": endingAt(
    () => undefined,
  ),
  "waits for the next value after the end": endingAt((end) => Number(end) + 60 * 60 * 1000),
  "keeps quiet about a renewal that failed in the background, and tries again": endingAt((end) => Number(end) - 10_000),
  "fails when the value has ended and there is no other": endingAt(() => undefined),
  "refuses an end that can only be in seconds": endingAt((end) => Number(end) * 1000),

  "renews after each refusal that another secret may fix": spoiled(() => ({ renew: () => undefined })),
  "calls no function after a refusal that no secret fixes": spoiled((sound) => ({
    renew: (rejected, request) => sound.renew?.(rejected, request, invalidToken),
  })),
  "passes the reason and a signal to the secret's function": telling(({ reason, signal }) => ({
    reason: reason === "expiring" ? "expired" : reason,
    signal,
  })),
  "fails after thirty seconds without a secret, aborts the function's signal, and calls it again": telling(
    ({ reason }) => ({ reason, signal: context.signal }),
  ),
  "calls a failing function once a second at most, and reports the failure meanwhile": unbraked,
  "uses a value for a second that has expired when it arrives": unbraked,
  "does not ask again for five seconds for a value that the function just returned again": spoiled((_, secret) => ({
    renew: async (_rejected, request) => create(await ask(secret)).authorize(request),
  })),
  "knows where the credential may go before it has a secret, if `origin` is given": spoiled(() => ({
    origins: undefined as never,
  })),
  "freezes itself and its authorizations": spoiled(() => ({})),
  "goes to no other origin when Object.prototype is polluted": (secret) => {
    const { origin } = {} as { readonly origin?: string };
    return create(secret, origin);
  },
  "calls its function once for requests whose value was rejected, however often they come": spoiled((_, secret) => ({
    renew: async (_rejected, request) => create(await ask(secret)).authorize(request),
  })),
};
