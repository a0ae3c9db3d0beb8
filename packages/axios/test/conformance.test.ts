import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type AdapterSubject, adapterCases, type CaseAnswer, skipReason, startSentryServer } from "@x/sentry-testing";
import axios, { type AxiosInstance, type AxiosResponse } from "axios";
import axiosOldest from "axios-oldest";
import { describe, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";

const transports = [
  { name: "axios, http", create: () => axios.create({ adapter: "http" }) },
  { name: "axios, fetch", create: () => axios.create({ adapter: "fetch" }) },
  { name: "axios 1.7.0, http", create: () => axiosOldest.create({ adapter: "http" }) as object as AxiosInstance },
  { name: "axios 1.7.0, fetch", create: () => axiosOldest.create({ adapter: "fetch" }) as object as AxiosInstance },
];

describe.each(transports)("$name", ({ name, create }) => {
  const answered = ({ status, data }: AxiosResponse, shown: unknown): CaseAnswer => ({
    status,
    text: typeof data === "string" ? data : JSON.stringify(data),
    shown: [shown],
  });
  const subject: AdapterSubject = {
    name,
    start: startSentryServer,
    wrap: (strategy, options) => {
      const client = withSentryAuth(create(), strategy, options);
      return {
        client,
        send: async (url, { json, body, duplex, ...config }) => {
          const streamed = duplex && name.endsWith("http") ? Readable.fromWeb(body as ReadableStream) : body;
          try {
            const data: unknown = json ?? streamed;
            const response = await client.request({ url, ...config, data });
            return answered(response, response);
          } catch (error) {
            if (axios.isAxiosError(error) && error.response) return answered(error.response, error);
            throw error;
          }
        },
      };
    },
  };

  for (const conformanceCase of adapterCases) {
    test.skipIf(skipReason(conformanceCase, subject))(conformanceCase.name, () => conformanceCase.run(subject));
  }
});
