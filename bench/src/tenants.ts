import { withSentryAuth as withAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import { collectGarbage } from "./collect-garbage.ts";
import { type Figure, figuresOf } from "./figures.ts";
import { token } from "./requests.ts";

const TENANTS = 5_000;

/** How much heap each of many tenants with its own client takes. */
export async function heapPerTenant(): Promise<Figure[]> {
  const strategy = bearerAuth({ token });
  const tokenOf = (tenant: number): string => `sntryu_${tenant.toString(16).padStart(64, "0")}`;
  const figure = figuresOf("the heap for each tenant, with its token of 71 bytes");
  return [
    figure(
      "bearerAuth and fetch",
      "bytes",
      heapOf((tenant) => withSentryAuth(fetch, bearerAuth({ token: tokenOf(tenant) }))),
    ),
    figure(
      "axios.create()",
      "bytes",
      heapOf(() => axios.create()),
    ),
    figure(
      "a wrapped axios.create(), one strategy",
      "bytes",
      heapOf(() => withAxios(axios.create(), strategy)),
    ),
  ];
}

function heapOf(create: (tenant: number) => unknown): number {
  const used = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  // The first ones compile the code.
  let kept = Array.from({ length: TENANTS }, (_, tenant) => create(tenant));
  const one = used();
  kept = [...kept, ...kept.map((_, tenant) => create(TENANTS + tenant))];
  const heap = used() - one;
  return heap / (kept.length - TENANTS);
}
