import type { AuthStrategy, Rejection } from "@x/sentry-core";
import type { CaseResponse } from "../../src/index.ts";
import type { Flaw } from "./flawed-adapter.ts";

function refusal({ status, text }: CaseResponse): Rejection {
  return { status, url: undefined, header: () => undefined, text: async () => text };
}

/** Always sends again. */
function stubborn(status: number): Flaw {
  return {
    fetch: () => async (url, init) => {
      const response = await fetch(url, init);
      return response.status === status ? fetch(url, init) : response;
    },
  };
}

/** Renews what is current now, not what was rejected. */
const forgetful = (strategy: AuthStrategy): AuthStrategy => ({
  ...strategy,
  renew: async (_, request, rejection) => strategy.renew?.(await strategy.authorize(request), request, rejection),
});

const oneAtATime = (strategy: AuthStrategy): AuthStrategy => {
  let last: Promise<unknown> = Promise.resolve();
  const { renew } = forgetful(strategy);
  return {
    ...strategy,
    renew: (rejected, request, rejection) => {
      const next = last.then(() => renew?.(rejected, request, rejection));
      last = next;
      return next;
    },
  };
};

const withoutRenewal = ({ name, authorize }: AuthStrategy): AuthStrategy => ({ name, authorize });

const withoutOrigins = ({ origins: _, ...strategy }: AuthStrategy): AuthStrategy => strategy;

/** Reads a refusal to its end before it is returned. */
const patient: Flaw = {
  fetch: () => async (url, init) => {
    const response = await fetch(url, init);
    return response.status === 401 ? new Response(await response.text(), response) : response;
  },
};

const renewing = (renew: NonNullable<AuthStrategy["renew"]>): Flaw => ({
  strategy: (strategy) => ({ ...strategy, renew }),
});

/** Adapters that break a promise about what happens after a 401, by the case that finds them. */
export const badRenewal: Readonly<Record<string, Flaw>> = {
  "renews a rejected secret and sends the request once more": {
    strategy: ({ name, authorize }) => ({ name, authorize }),
  },
  "renews once for all requests that were rejected together": { strategy: oneAtATime },
  "handles a late 401 for an older secret with the current one, without calling the function": { strategy: forgetful },
  "gives the server's 401 to the caller where the function has the same value again": stubborn(401),
  "gives the server's 401 to the caller where the function fails": {
    send: (send, strategy) => async (url, init) => {
      const request = { url, method: "GET" };
      const response = await send(url, init);
      if (response.status === 401)
        await strategy.renew?.(await strategy.authorize(request), request, refusal(response));
      return response;
    },
  },
  "sends no request more than twice": {
    send: (send) => async (url, init) => {
      const response = await send(url, init);
      return response.status === 401 ? send(url, init) : response;
    },
  },
  "sends a renewed credential to its own origins only": {
    strategy: (strategy) => ({
      ...strategy,
      renew: async (rejected, request, rejection) => {
        const renewed = await strategy.renew?.(rejected, request, rejection);
        return renewed && { header: renewed.header, origins: rejected.origins };
      },
    }),
  },
  "sends a request again after each refusal that a new secret can fix": { strategy: withoutRenewal },
  "sends a request again after a refusal that it does not know": { strategy: withoutRenewal },
  "hands every other refusal to the caller, with its body, and sends nothing again": stubborn(401),
  "does not renew after the 401 of another origin that a redirect leads to": {
    strategy: (strategy) => ({
      ...strategy,
      renew: (rejected, request, rejection) =>
        strategy.renew?.(rejected, request, { ...rejection, url: request.url, text: rejection.text }),
    }),
  },
  "asks for no secret before it refuses an origin that the strategy does not list": { strategy: withoutOrigins },
  "sends requests to other origins without the credential while the vault is down": { strategy: withoutOrigins },
  "throws an ERR_LOGIN_REQUIRED of a renewal to the caller": renewing(() => undefined),
  "hands the 401 to the caller if `renew` returns undefined": stubborn(401),
  "sends an authorization from `renew` that has the same header": renewing(() => undefined),
  "sends a request again as often as the strategy's `resends` allows": {
    strategy: (strategy) => ({ ...strategy, resends: 1 }),
  },
  "sends a request again without waiting for the end of a 401's endless body": patient,
  "sends a request again without waiting for the end of a 401's trickling body": patient,
  "leaves a 401 alone where the strategy has nothing to renew": stubborn(401),
  "leaves every other status alone": stubborn(403),
};
