import { explain } from "@x/sentry-explain";
import type { KyInstance } from "ky";

/** Puts the explanation of a refusal into the message of the error that ky throws. */
export function explainErrors(client: KyInstance): KyInstance {
  return client.extend({
    hooks: {
      beforeError: [
        async ({ error }) => {
          const explanation = await explain(error);
          if (explanation) error.message = `${explanation.message} See ${explanation.docs}`;
          return error;
        },
      ],
    },
  });
}
