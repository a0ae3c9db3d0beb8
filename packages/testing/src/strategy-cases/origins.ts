import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual, typeErrorOf } from "../cases/expectations.ts";
import { someRequest } from "../cases/some-request.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

const saas: readonly string[] = ["https://sentry.io", "https://*.sentry.io"];

function listed(origins: readonly string[]): string {
  return [...origins].sort().join(" ");
}

/** Where a credential may go. */
export const strategyOriginCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase("sends a credential where it says itself, and else to Sentry's own origins", async ({ create, valid }) => {
    for (const [index, { secret, origins = saas }] of valid.entries()) {
      const given = (await create(secret).authorize(someRequest)).origins;
      checkEqual(listed(given), listed(origins), `the origins of valid[${index}]`);
    }
  }),

  defineCase(
    "takes its `origin` option for the whole list: a text, a URL or several",
    async ({ create, valid }) => {
      const several = ["https://sentry.acme.com", "http://10.0.0.5:9000", "https://*.acme.com"];
      for (const { secret } of valid) {
        for (const [option, expected] of [
          ["https://sentry.acme.com", ["https://sentry.acme.com"]],
          [new URL("https://sentry.acme.com/"), ["https://sentry.acme.com"]],
          ["HTTPS://Sentry.Acme.com:443", ["https://sentry.acme.com"]],
          [several, several],
        ] as const) {
          const { origins } = await create(secret, option).authorize(someRequest);
          checkEqual(listed(origins), listed(expected), `the origins for ${String(option)}`);
        }
      }
    },
    "options.origin",
  ),

  defineCase(
    "throws a TypeError for an invalid `origin`, without its value",
    async ({ create, valid: [{ secret }] }) => {
      const wrong = [
        "sentry.acme.com",
        "https://sentry.acme.com/api",
        "https://sentry.acme.com?a",
        "https://user:417263549@sentry.acme.com",
        "ftp://sentry.acme.com",
        "https://*",
        "https://sentry.*.com",
        "",
        417_263_549,
      ];
      for (const [index, origin] of wrong.entries()) {
        const error = await typeErrorOf(() => create(secret, origin as never), `wrong origin ${index}`);
        check(!error.message.includes("417263549"), `the message about wrong origin ${index} shows it`);
      }
    },
    "options.origin",
  ),
];
