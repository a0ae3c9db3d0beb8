import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { authErrorOf, check, checkEqual } from "../cases/expectations.ts";
import { someRequest } from "../cases/some-request.ts";
import { findLeaks } from "../leaks/find-leaks.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

/** What no strategy can send: each with a word for it, since the value itself stays out of messages. */
function unsendable(secret: string): readonly (readonly [what: string, secret: string | undefined])[] {
  const half = Math.floor(secret.length / 2);
  const inside = (text: string): string => secret.slice(0, half) + text + secret.slice(half);
  return [
    ["undefined", undefined],
    ["the text undefined", "undefined"],
    ["the text null", "null"],
    ["the empty text", ""],
    ["white space alone", " \n\t"],
    ["the placeholder {TOKEN}", "{TOKEN}"],
    ["the placeholder <auth_token>", "<auth_token>"],
    ["a space inside", inside(" ")],
    ["a line break inside", inside("\n")],
    ["a carriage return and a header inside", inside("\r\nX-Injected: 1")],
    ["a NUL inside", inside("\0")],
    ["a tab inside", inside("\t")],
    ["a Latin-1 letter inside", inside("é")],
    ["a letter beyond Latin-1 inside", inside("ł")],
    ["a zero-width space inside", inside("\u200b")],
    ["Bearer in front", `Bearer ${secret}`],
    ["DSN in front", `DSN ${secret}`],
    ["basic in front", `basic ${secret}`],
    ["the header's name in front", `Authorization: Bearer ${secret}`],
  ];
}

function refused({
  valid,
  invalid,
}: StrategySubject): readonly (readonly [what: string, secret: string | undefined])[] {
  return [
    ...valid.flatMap(({ secret }) => unsendable(secret)),
    ...invalid.map((secret, index) => [`invalid[${index}]`, secret] as const),
  ];
}

/** Secrets that cannot work: refused early, and never shown. */
export const strategySecretCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase("refuses a secret that cannot work when it is made", async (subject) => {
    for (const [what, secret] of refused(subject)) {
      await authErrorOf(() => subject.create(secret), "ERR_INVALID_SECRET", what);
    }
  }),

  defineCase("names itself in its errors", async ({ name, create }) => {
    const error = await authErrorOf(() => create(""), "ERR_INVALID_SECRET", "the empty text");
    checkEqual(error.strategy, name, "the error's strategy");
  }),

  defineCase("never shows the secret in an error about it", async (subject) => {
    for (const [what, secret] of refused(subject)) {
      const error = await authErrorOf(() => subject.create(secret), "ERR_INVALID_SECRET", what);
      checkUnshown(error, secret, what);
    }
  }),

  defineCase(
    "refuses a secret that cannot work when a function gives it",
    async (subject) => {
      for (const [what, secret] of refused(subject)) {
        const strategy = subject.create(() => secret as string);
        const act = (): unknown => strategy.authorize(someRequest);
        const error = await authErrorOf(act, "ERR_INVALID_SECRET", `${what}, from a function`);
        checkUnshown(error, secret, `${what}, from a function,`);
      }
    },
    "secret-function",
  ),
];

function checkUnshown(error: unknown, secret: string | undefined, what: string): void {
  const secrets = tellTales(secret);
  const [leak] = secrets.length === 0 ? [] : findLeaks({ error }, { secrets });
  check(leak === undefined, `the error about ${what} shows it at ${leak?.path}`);
}

/** The parts of a secret that a message does not contain by chance. */
function tellTales(secret = ""): readonly string[] {
  return secret
    .split(/[^!-~]+/)
    .filter((part) => part.length >= 12 && !/^(?:authorization|basic|<auth_token>)/i.test(part));
}
