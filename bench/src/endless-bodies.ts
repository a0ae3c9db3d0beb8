import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { withSentryAuth as withAxios } from "@x/sentry-axios";
import { type AuthStrategy, readRefusal } from "@x/sentry-core";
import { withSentryAuth } from "@x/sentry-fetch";
import { withSentryAuth as withKy } from "@x/sentry-ky";
import axios from "axios";
import ky from "ky";
import { type Figure, figuresOf } from "./figures.ts";

/** The ways in which a 401 never ends. */
const bodies: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "a body that stops": (response) => void response.write("{"),
  "a body that trickles": (response) => {
    const timer = setInterval(() => response.write(" "), 50);
    response.once("close", () => clearInterval(timer));
  },
  "a body that floods": (response) => {
    const write = (): void => {
      while (!response.closed && response.write(" ".repeat(16_384)));
    };
    response.on("drain", write);
    write();
  },
};

/** How long a request takes whose 401 has a body that never ends, until the 401 is returned or the request has been sent again. */
export async function endlessBodies(): Promise<Figure[]> {
  const figure = figuresOf("a 401 whose body never ends, ms until the request is done");
  const figures: Figure[] = [];
  for (const [row, write] of Object.entries(bodies)) {
    const server = createServer((request, response) => {
      if (request.headers.authorization === "Bearer new") response.end("{}");
      else write(response.writeHead(401));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const again of [false, true]) {
      const strategy: AuthStrategy = {
        name: "bench",
        origins: [origin],
        authorize: () => ({ header: "Bearer old", origins: [origin] }),
        renew: async (_, request, rejection) => {
          const { renewable } = await readRefusal(rejection, request);
          return again && renewable ? { header: "Bearer new", origins: [origin] } : undefined;
        },
      };
      const options = { responseType: "stream", validateStatus: null } as const;
      const clients: Readonly<Record<string, (signal: AbortSignal) => Promise<{ readonly status: number }>>> = {
        fetch: (signal) => withSentryAuth(fetch, strategy)(origin, { signal }),
        ky: (signal) => withKy(ky.create({ throwHttpErrors: false, retry: 0 }), strategy)(origin, { signal }),
        axios: (signal) => withAxios(axios.create(options), strategy).get(origin, { signal }),
        "axios' fetch adapter": (signal) =>
          withAxios(axios.create({ ...options, adapter: "fetch" }), strategy).get(origin, { signal }),
      };
      for (const [column, send] of Object.entries(clients)) {
        // It does not report where a response came from, so that an unknown text does not renew.
        if (again && column === "axios' fetch adapter") continue;
        const controller = new AbortController();
        const start = performance.now();
        const { status } = await send(controller.signal);
        figures.push(figure(`${row}, ${again ? "sent again" : "returned"}`, column, performance.now() - start));
        if (status !== (again ? 200 : 401)) throw new Error(`${column} ended with ${status}`);
        controller.abort();
      }
    }
    server.closeAllConnections();
    server.close();
  }
  return figures;
}
