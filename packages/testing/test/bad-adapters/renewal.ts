import type { AuthStrategy, Rejection } from "@x/sentry-core";
import type { CaseResponse } from "../../src/index.ts";
import type { Flaw } from "./flawed-adapter.ts";

function refusal({ status, text }: CaseResponse): Rejection {
  return { status, url: undefined, header: () => undefined, text: async () => text };
}

/** Sends again, whatever the strategy says. */
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

/** Adapters that break a promise about what happens after a 401, by the case that finds them. */
export const badRenewal: Readonly<Record<string, Flaw>> = {
  "renews a rejected secret and sends the request once more": {
    strategy: ({ name, authorize }) => ({ name, authorize }),
  },
  "renews once for all requests that were rejected together": { strategy: oneAtATime },
  "answers a late 401 for an older secret with the current one, without calling the function": { strategy: forgetful },
  "gives the server's 401 to the caller where the function has the same value again": stubborn(401),
  "gives the server's 401 to the caller where the function fails": {
    send: (send, strategy) => async (url, init) => {
      const request = { url, method: "GET" };
      const answer = await send(url, init);
      if (answer.status === 401) await strategy.renew?.(await strategy.authorize(request), request, refusal(answer));
      return answer;
    },
  },
  "sends no request more than twice": {
    send: (send) => async (url, init) => {
      const answer = await send(url, init);
      return answer.status === 401 ? send(url, init) : answer;
    },
  },
  "holds a renewed credential to its own origins": {
    strategy: (strategy) => ({
      ...strategy,
      renew: async (rejected, request, rejection) => {
        const renewed = await strategy.renew?.(rejected, request, rejection);
        return renewed && { header: renewed.header, origins: rejected.origins };
      },
    }),
  },
  "leaves a 401 alone where the strategy has nothing to renew": stubborn(401),
  "leaves every other status alone": stubborn(403),
};
