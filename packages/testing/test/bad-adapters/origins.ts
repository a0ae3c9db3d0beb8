import { SentryAuthError } from "@x/sentry-core";
import { altered, type Flaw } from "./flawed-adapter.ts";

const anywhere = altered(({ header }, { url }) => ({ header, origins: [new URL(url).origin] }));

function follow(headers: (init: RequestInit) => RequestInit["headers"]): Flaw {
  return {
    fetch: () => async (url, init) => {
      const response = await fetch(url, { ...init, redirect: "manual" });
      const to = response.headers.get("Location");
      return to === null ? response : fetch(to, { headers: headers(init) ?? {} });
    },
  };
}

/** Adapters that break a promise about where a credential goes, by the case that finds them. */
export const badOrigins: Readonly<Record<string, Flaw>> = {
  "refuses an origin that the credential is not for, before anything is sent": { strategy: anywhere },
  "refuses plain http where only https was listed": {
    strategy: altered(({ header, origins }) => ({
      header,
      origins: origins.map((origin) => origin.replace("https:", "http:")),
    })),
  },
  "sends a request to such an origin without the credential with onUntrustedOrigin: omit": { options: () => ({}) },
  "goes by the URL as the platform reads it, not as it looks": {
    strategy: altered(({ header, origins }, { url }) => ({
      header,
      origins: origins.some((origin) => url.includes(origin)) ? [new URL(url).origin] : origins,
    })),
  },
  "takes a trusted origin in another spelling": {
    send: (send) => (url, init) =>
      url.startsWith("http://127.0.0.1:")
        ? send(url, init)
        : Promise.reject(new SentryAuthError("ERR_UNTRUSTED_ORIGIN", "unlike")),
  },
  "never trusts a URL with userinfo": {
    send: (send) => (url, init) => {
      const plain = new URL(url);
      plain.username = plain.password = "";
      return send(plain.href, init);
    },
  },
  "takes several origins, and decides for each request": {
    strategy: (strategy) => {
      let seen = false;
      return altered((given, { url }) => {
        const origins = seen ? [new URL(url).origin] : given.origins;
        seen = true;
        return { header: given.header, origins };
      })(strategy);
    },
  },
  "sends the credential to no other origin when Object.prototype is polluted": {
    strategy: altered(({ header, origins }) => {
      const { origin } = {} as { readonly origin?: string };
      return { header, origins: [...origins, ...(origin === undefined ? [] : [origin])] };
    }),
  },
  "follows a redirect to another origin without the credential": follow(({ headers }) => headers),
  "follows a redirect on the same origin with the credential": follow(() => ({})),
};
