import { withSentryAuth } from "@x/sentry-axios";
import axios, { type AxiosInstance } from "axios";
import type { Figure } from "./figures.ts";
import { compare, costFigures } from "./measure.ts";
import { header, inTurn, url } from "./requests.ts";
import { strategies } from "./strategies.ts";

/** What the axios adapter adds to axios, with no network. */
export async function axiosCost(): Promise<Figure[]> {
  const create = (): AxiosInstance =>
    axios.create({
      adapter: async (config) => ({ data: null, status: 200, statusText: "OK", headers: {}, config }),
    });
  const bare = create();
  const defaults = create();
  defaults.defaults.headers.common["Authorization"] = header;
  const interceptor = create();
  interceptor.interceptors.request.use((config) => {
    config.headers.set("Authorization", header);
    return config;
  });
  const [first, ...others] = strategies;
  const authenticated = withSentryAuth(create(), first);
  const instances = others.map((strategy) => withSentryAuth(create(), strategy));
  const mixed = inTurn([authenticated, ...instances].map((instance) => () => instance.get(url)) as [() => unknown]);
  const subjects = {
    bare: { run: () => bare.get(url) },
    "default headers": { run: () => defaults.get(url) },
    "an interceptor": { run: () => interceptor.get(url) },
    "@x/sentry-axios": { run: () => authenticated.get(url) },
    "@x/sentry-axios, every strategy in turn": { run: mixed },
  };
  const yardstick = "an interceptor";
  return costFigures("axios", await compare(subjects, yardstick, { rounds: 40, batch: 64 }), yardstick);
}
