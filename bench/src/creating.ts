import { withSentryAuth as withAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import { type Figure, figuresOf } from "./figures.ts";
import { compare } from "./measure.ts";
import { token } from "./requests.ts";

/** What it costs to create a strategy and to wrap a client. */
export async function creating(): Promise<Figure[]> {
  const strategy = bearerAuth({ token });
  const subjects = {
    bare: { run: () => undefined },
    bearerAuth: { run: () => bearerAuth({ token }) },
    "withSentryAuth(fetch)": { run: () => withSentryAuth(fetch, strategy) },
    "axios.create()": { run: () => axios.create() },
    "withSentryAuth(axios.create())": { run: () => withAxios(axios.create(), strategy) },
  };
  const costs = await compare(subjects, "axios.create()", { rounds: 9, batch: 64 });
  const figure = figuresOf("creating");
  return costs.slice(1).map(({ name, time }) => figure(name, "µs", time.median / 1000, 1));
}
