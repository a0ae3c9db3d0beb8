import { sentRequests, withServers } from "../cases/case-server.ts";
import { type ConformanceCase, defineCase } from "../cases/conformance-case.ts";
import { check, checkEqual, failureOf, typeErrorOf } from "../cases/expectations.ts";
import { invalidToken } from "../cases/secret-functions.ts";
import { someRequest } from "../cases/some-request.ts";
import type { StrategyCapability, StrategySubject } from "./strategy-subject.ts";

/** The header's form, and what the strategy is as an object. */
export const strategyWireCases: readonly ConformanceCase<StrategySubject, StrategyCapability>[] = [
  defineCase("carries its own name", async ({ name, create, valid: [{ secret }] }) => {
    checkEqual(create(secret).name, name, "the name");
  }),

  defineCase("makes exactly the header of each secret", async ({ create, valid }) => {
    for (const [index, { secret, header }] of valid.entries()) {
      checkEqual((await create(secret).authorize(someRequest)).header, header, `the header of valid[${index}]`);
    }
  }),

  defineCase(
    "makes a header that the server takes",
    async ({ create, secretOf, lacks }, start) => {
      await withServers(start, async (server) => {
        check(secretOf !== undefined, "no secretOf, although the subject does not lack `server`");
        const secret = secretOf(await server.credentials);
        const strategy = lacks?.["options.origin"] === undefined ? create(secret, server.origin) : create(secret);
        const { header } = await strategy.authorize({ url: server.urls.echo, method: "GET" });
        const response = await fetch(server.urls.echo, { headers: { Authorization: header } });
        checkEqual(response.status, 200, "the status");
        checkEqual((await sentRequests(server)).at(-1)?.authorization, header, "the header that arrived");
      });
    },
    "server",
  ),

  defineCase("takes a secret with white space around it, as files and variables have it", async ({ create, valid }) => {
    const [{ secret, header }] = valid;
    for (const padded of [`${secret}\n`, `\r\n\t ${secret} `, `\u00a0${secret}\ufeff`]) {
      checkEqual(
        (await create(padded).authorize(someRequest)).header,
        header,
        `the header of ${JSON.stringify(padded)}`,
      );
    }
  }),

  defineCase("gives the same authorization again, and leaves the request as it was", async ({ create, valid }) => {
    const [{ secret, header }] = valid;
    const strategy = create(secret);
    const request = { ...someRequest };
    for (const attempt of ["first", "second"]) {
      checkEqual((await strategy.authorize(request)).header, header, `the ${attempt} header`);
    }
    checkEqual(JSON.stringify(request), JSON.stringify(someRequest), "the request");
  }),

  defineCase("has nothing to renew where the secret is fixed", async ({ create, valid: [{ secret }] }) => {
    const strategy = create(secret);
    const rejected = await strategy.authorize(someRequest);
    const renewed = await strategy.renew?.(rejected, someRequest, invalidToken);
    check(renewed === undefined || renewed.header === rejected.header, "renew() gave another header");
  }),

  defineCase("keeps instances apart", async ({ create, valid: [one, two] }) => {
    const [first, second] = [create(one.secret), create(two.secret)];
    checkEqual((await second.authorize(someRequest)).header, two.header, "the second instance's header");
    checkEqual((await first.authorize(someRequest)).header, one.header, "the first instance's header");
  }),

  defineCase("throws a TypeError for a secret of the wrong type, without its value", async ({ create }) => {
    for (const wrong of [417_263_549, { value: "417263549" }, ["417263549"], Symbol("417263549")]) {
      const error = await typeErrorOf(() => create(wrong as never), `a ${typeof wrong} as secret`);
      check(!error.message.includes("417263549"), "the message shows the value");
    }
    // A function's value is typed too, and what it gives is only seen at the first request.
    const strategy = await Promise.resolve()
      .then(() => create((() => 417_263_549) as never))
      .catch((error: unknown) => error);
    if (strategy instanceof Error) return;
    const error = await failureOf(
      () => (strategy as ReturnType<typeof create>).authorize(someRequest),
      "a function's number",
    );
    check(error instanceof Error && !error.message.includes("417263549"), "the message shows the function's value");
  }),
];
