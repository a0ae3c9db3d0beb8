import { Agent } from "node:http";
import type { AdapterSubject } from "@x/sentry-testing";
import axios, { type AxiosStatic } from "axios";
import axiosOldest from "axios-oldest";
import { axiosSubject } from "./subject.ts";

const oldest = axiosOldest as object as AxiosStatic;

/** What axios has on Node, Bun and Deno only, and the oldest axios that is supported. */
export const adapters: readonly AdapterSubject[] = [
  axiosSubject("axios http, as a stream", axios, { adapter: "http", responseType: "stream" }),
  axiosSubject("axios http, with an agent", axios, { adapter: "http" }, () => new Agent({ keepAlive: true })),
  axiosSubject(`axios ${axiosOldest.VERSION} http`, oldest, { adapter: "http" }),
  axiosSubject(`axios ${axiosOldest.VERSION} fetch`, oldest, { adapter: "fetch" }),
];
