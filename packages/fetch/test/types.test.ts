import { bearerAuth } from "@x/sentry-bearer";
import type { AuthStrategy } from "@x/sentry-core";
import { dsnAuth } from "@x/sentry-dsn";
import { legacyBasicAuth } from "@x/sentry-legacy-basic";
import { userTokenAuth } from "@x/sentry-user-token";
import type { AxiosInstance } from "axios";
import type { Got } from "got";
import type { KyInstance } from "ky";
import type * as undici from "undici";
import { expectTypeOf, test } from "vitest";
import { withSentryAuth } from "../src/index.ts";

// Compiled with everything else; nothing is called.
test("types: a fetch comes back as the type that it was", () => {
  expectTypeOf(withSentryAuth<typeof fetch>).returns.toEqualTypeOf<typeof fetch>();
  expectTypeOf(withSentryAuth<typeof undici.fetch>).returns.toEqualTypeOf<typeof undici.fetch>();
  expectTypeOf(withSentryAuth<typeof fetch>).returns.not.toBeAny();
  // @ts-expect-error: no function
  expectTypeOf(withSentryAuth<string>);
  // @ts-expect-error: axios is a function, too
  expectTypeOf(withSentryAuth<AxiosInstance>);
  // @ts-expect-error: and so is ky
  expectTypeOf(withSentryAuth<KyInstance>);
  // @ts-expect-error: and so is got
  expectTypeOf(withSentryAuth<Got>);
  // @ts-expect-error: a function that returns no response
  expectTypeOf(withSentryAuth<() => Promise<string>>);
});

test("types: an option that is misspelled is an error", () => {
  type Options = NonNullable<Parameters<typeof withSentryAuth<typeof fetch>>[2]>;
  expectTypeOf({ onUntrustedOrigin: "omit" } as const).toExtend<Options>();
  expectTypeOf<Options>().not.toBeAny();
  // @ts-expect-error: a misspelled option
  void ({ onUntrustedOrigins: "omit" } satisfies Options);
  // @ts-expect-error: another value
  void ({ onUntrustedOrigin: "ignore" } satisfies Options);
});

test("types: a strategy takes its secret, a function or an unset variable, and nothing that is misspelled", () => {
  for (const factory of [bearerAuth, userTokenAuth]) {
    type Options = Parameters<typeof factory>[0];
    expectTypeOf(factory).returns.toEqualTypeOf<AuthStrategy>();
    expectTypeOf<{ token: string | undefined }>().toExtend<Options>();
    expectTypeOf<{ token: () => Promise<{ value: string; expiresAt: Date }> }>().toExtend<Options>();
    expectTypeOf<{ token: number }>().not.toExtend<Options>();
    expectTypeOf<Options>().not.toBeAny();
    // @ts-expect-error: a misspelled option
    void ({ token: "1a2b3c", origins: "https://sentry.acme.com" } satisfies Options);
  }
  expectTypeOf(dsnAuth).returns.toEqualTypeOf<AuthStrategy>();
  expectTypeOf(legacyBasicAuth).returns.toEqualTypeOf<AuthStrategy>();
  // @ts-expect-error: another strategy's option
  void ({ token: "1a2b3c" } satisfies Parameters<typeof dsnAuth>[0]);
  // @ts-expect-error: another strategy's option
  void ({ token: "1a2b3c" } satisfies Parameters<typeof legacyBasicAuth>[0]);
});
