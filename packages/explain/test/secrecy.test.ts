import { AxiosError, AxiosHeaders } from "axios";
import fc from "fast-check";
import { HTTPError } from "ky";
import { expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { requiredScopes } from "../src/scopes.ts";

const { FUZZ_RUNS = "300" } = process.env;
const runs = { numRuns: Number(FUZZ_RUNS) };
const timeout = 20_000 + Number(FUZZ_RUNS) * 20;

const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length - 1}}[0-9]$`));
/** Credentials of every shape that Sentry and the proxies in front of it issue. */
const secrets: fc.Arbitrary<string> = fc.oneof(
  hex(64),
  hex(64).map((text) => text.toUpperCase()),
  hex(64).map((text) => `sntryu_${text}`),
  hex(64).map((text) => `sntrya_${text}`),
  fc.stringMatching(/^[A-Za-z\d+/]{43}$/).map((text) => `sntrys_eyJpYXQiOjE3MDQyMDU4MDIuMTk5NzQzfQ==_${text}`),
  fc
    .uint8Array({ minLength: 30, maxLength: 30 })
    .map((bytes) => `eyJ${Buffer.from(bytes).toString("base64url")}.eyJ${Buffer.from(bytes).toString("base64url")}`),
  hex(32).map((key) => `https://${key}@o1.ingest.us.sentry.io/42`),
  hex(32).map((key) => btoa(`${key}:`)),
  fc.uuid().filter((uuid) => /[a-f]\d|\d[a-f]/.test(uuid)),
  fc
    .stringMatching(/^[A-Za-z\d!#$%&*+^_|~]{16,40}$/)
    .filter((text) => /[a-z]\d[a-z]/i.test(text) && /[A-Z]/.test(text)),
);

const known = fc.constantFrom(
  "Invalid token",
  "Token expired",
  "Invalid token header. No credentials provided. ",
  "UserApplication inactive or deleted",
  "Authentication credentials were not provided.",
  "You do not have permission to perform this action.",
  "Your organization has disabled this feature for members ",
  "",
);
const codes = fc.constantFrom(
  "sso-required",
  "2fa-required",
  "sudo-required",
  "data-secrecy",
  "superuser-required",
  "x",
);

/** Bodies with a secret in every place that something is read from. */
function bodies(secret: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.string().map((text) => text + secret),
    known.map((text) => ({ detail: `${text}${secret}` })),
    known.map((text) => ({ detail: `${secret} ${text}` })),
    known.map((text) => ({ detail: `${text} (token: ${secret})` })),
    fc
      .record({
        code: fc.oneof(codes, fc.constant(secret)),
        message: fc.oneof(known, fc.constant(secret)),
        extra: fc.record({
          loginUrl: fc.constantFrom(
            secret,
            `/auth/login/${secret}/`,
            `/auth/login/acme/?token=${secret}`,
            `https://sentry.io/auth/${secret}/`,
            `https://user:${secret}@sentry.io/auth/login/acme/`,
            `https://${secret}.sentry.io/auth/login/acme/`,
          ),
        }),
      })
      .map((detail) => ({ detail })),
    fc.constantFrom({ error: secret, detail: secret }, [secret], `<html><title>${secret}</title>`, secret, {
      [secret]: secret,
    }),
  );
}

const urls = (secret: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `https://sentry.io/api/0/organizations/${secret}/`,
    `https://sentry.io/api/0/organizations/?token=${secret}`,
    `https://sentry.io/api/0/organizations/#${secret}`,
    `https://user:${encodeURIComponent(secret)}@sentry.io/api/0/organizations/`,
    `https://${secret}/api/0/organizations/`,
    `https://${secret}.acme.com/api/0/users/me/`,
    `/api/0/organizations/${secret}/`,
    secret,
    "https://sentry.io/api/0/projects/acme/web/",
    "",
  );

const headerLists = (secret: string): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    {
      "content-type": fc.constantFrom("application/json", "text/html", `text/${secret}`),
      "www-authenticate": fc.constantFrom(
        `Bearer error="insufficient_scope", scope="${secret} org:read"`,
        `Bearer realm="${secret}"`,
        `Basic realm="${secret}"`,
        secret,
      ),
      "x-sentry-rate-limit-reset": fc.constantFrom(secret, "1795536000"),
      "retry-after": fc.constantFrom(secret, "5"),
      location: fc.constant(secret),
    },
    { requiredKeys: [] },
  );

interface Received {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The same response as each client returns it. */
const shapes: readonly ((received: Received, asked: string) => unknown)[] = [
  (received) => received,
  (received) => response(received),
  (received, asked) =>
    new AxiosError(
      asked,
      "ERR_BAD_REQUEST",
      { headers: new AxiosHeaders(), url: asked },
      {},
      {
        ...received,
        statusText: "",
        data: received.body,
        headers: new AxiosHeaders(received.headers),
        config: { headers: new AxiosHeaders(), url: asked },
        request: { res: { responseUrl: received.url } },
      },
    ),
  (received, asked) =>
    Object.assign(new HTTPError(response(received), { url: asked, method: "GET" } as Request, {} as never), {
      data: received.body,
    }),
  (received, asked) => ({
    error: received.body,
    request: { url: asked, method: "POST" },
    response: response(received),
  }),
];

function response({ status, url, headers, body }: Received): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return Object.defineProperty(new Response(text, { status, headers: printable(headers) }), "url", { value: url });
}

/** `Headers` take less than a plain object. */
function printable(headers: Received["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[ -~]*$/.test(value)));
}

const statuses = fc.oneof(
  fc.constantFrom(401, 403, 404, 429),
  fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
);

const refusals = secrets.chain((secret) =>
  fc.record({
    secret: fc.constant(secret),
    received: fc.record({ status: statuses, url: urls(secret), headers: headerLists(secret), body: bodies(secret) }),
    asked: urls(secret),
    shape: fc.constantFrom(...shapes),
    strategy: fc.constantFrom("bearer", "dsn", "legacy-basic", "user-token", undefined),
    held: fc.constantFrom([secret], ["org:read", secret], secret),
  }),
);

test("no explanation contains a secret", { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(refusals, async ({ secret, received, asked, shape, strategy, held }) => {
      const explanation = await explain(shape(received, asked), {
        request: { url: asked, method: "PUT" },
        requiredScopes,
        client: async () => Response.json({ auth: { scopes: held } }),
        strategy: strategy && { name: strategy, authorize: () => ({ header: `Bearer ${secret}`, origins: [] }) },
      });
      const text = JSON.stringify(explanation) ?? "";
      // A secret's parts would be as bad, as would its other spellings.
      const longest = secret.split(/[^A-Za-z\d]+/).reduce((one, other) => (one.length < other.length ? other : one));
      // A shorter part is also a part of ordinary words.
      if (longest.length >= 8) expect(text.toLowerCase()).not.toContain(longest.toLowerCase());
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
    runs,
  );
});

test("nothing makes it throw", { timeout }, async () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
  });
  const result = fc.oneof(
    anything,
    fc.record(
      {
        status: fc.oneof(fc.integer(), fc.double()),
        url: anything,
        headers: anything,
        body: anything,
        data: anything,
        error: anything,
        request: anything,
        config: anything,
      },
      { requiredKeys: ["status"] },
    ),
    fc.record({
      response: fc.record({
        status: statuses,
        url: fc.webUrl(),
        headers: anything,
        body: anything,
        clone: fc.func(anything),
      }),
      data: anything,
    }),
  );
  await fc.assert(
    fc.asyncProperty(result, async (one) => {
      const { status } = (await explain(one, { requiredScopes })) ?? { status: 200 };
      expect(status).toBeTypeOf("number");
    }),
    runs,
  );
});
