import type { AdapterSubject } from "@x/sentry-testing";
import got, { type OptionsOfTextResponseBody } from "got";
import { withSentryAuth } from "./got-auth.ts";

export const gotSubject: AdapterSubject = {
  name: "got",
  wrap: (strategy, options) => {
    const client = withSentryAuth(got.extend({ retry: { limit: 0 }, throwHttpErrors: false }), strategy, options);
    return {
      client,
      send: async (url, init) => {
        const response = await client(url, init as OptionsOfTextResponseBody);
        return { status: response.statusCode, text: response.body, shown: [response] };
      },
    };
  },
  lacks: {
    "streaming-response": "got reads a response to its end",
    timeout: "got's option has another form",
    "hidden-header": "got's responses lead to the request that was sent",
    "array-buffer-body": "got takes views of bytes alone",
    "form-data-body": "got makes a stream of it, which cannot be sent again",
    "blob-body": "got takes no Blob",
    "search-params-body": "got takes them as its `form` option",
    "streaming-body": "got takes Node's own streams alone",
  },
};
