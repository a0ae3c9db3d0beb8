import { describe, expect, test } from "vitest";
import { explain } from "../src/index.ts";
import { clients } from "./clients.ts";
import { type Recorded, recorded, reset } from "./recorded-responses.ts";
import { type Server, serve } from "./serve.ts";

function replay({ status, headers, body }: Recorded): Promise<Server> {
  return serve((_request, response) => response.writeHead(status, headers).end(body));
}

describe.each(Object.entries(clients))("through %s", (_, refused) => {
  test.each(recorded)("$name", async (response) => {
    await using server = await replay(response);
    const explanation = await explain(await refused(server.origin));
    expect(explanation).toMatchObject({
      status: response.status,
      reason: response.reason,
      by: response.by ?? "sentry",
      docs: `https://x.github.io/sentry-auth/rejected#${response.reason}`,
    });
    const { message = "" } = explanation ?? {};
    expect(response.says.map((text) => message.indexOf(text)).toSorted((one, other) => one - other)).toEqual(
      response.says.map((text) => message.indexOf(text)),
    );
    for (const text of response.says) expect(message).toContain(text);
    expect(explanation?.detail).toBe("detail" in response ? response.detail : detailOf(response.body));
  });

  test("scopes come least powerful first", async () => {
    await using server = await replay(named("a missing scope"));
    const explanation = await explain(await refused(server.origin));
    expect(explanation?.requiredScopes).toEqual(["project:write", "project:admin"]);
  });

  test("the log-in page's address is absolute", async () => {
    await using server = await replay(named("single sign-on"));
    const explanation = await explain(await refused(server.origin));
    expect(explanation?.loginUrl).toBe(`${server.origin}/auth/login/acme/`);
  });

  test("a limit has the time at which it ends", async () => {
    await using server = await replay(named("too many requests"));
    const explanation = await explain(await refused(server.origin));
    expect(explanation?.retryAt).toEqual(new Date(reset * 1000));
  });
});

test("every reason but the three that need more than a response has a recorded one", () => {
  const reasons = new Set(recorded.map(({ reason }) => reason));
  expect([...reasons].sort()).toEqual(
    [
      "expired-token",
      "inactive-account",
      "invalid-api-key",
      "invalid-dsn",
      "invalid-token",
      "malformed-header",
      "member-limit",
      "missing-scope",
      "no-credential",
      "no-permission",
      "not-found",
      "organization-only",
      "policy",
      "proxy",
      "rate-limited",
      "session-only",
      "sso-required",
      "two-factor-required",
      "unknown",
      "verification-required",
      "wrong-organization",
    ].sort(),
  );
});

function named(name: string): Recorded {
  const found = recorded.find((response) => response.name === name);
  if (!found) throw new Error(`no recorded response is named ${name}`);
  return found;
}

function detailOf(body: string): unknown {
  try {
    return JSON.parse(body).detail;
  } catch {
    return undefined;
  }
}
