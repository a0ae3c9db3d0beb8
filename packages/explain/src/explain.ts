import { readOptions } from "@x/sentry-core";
import type { ExplainOptions } from "./explain-options.ts";
import type { Explanation } from "./explanation.ts";
import { messageOf } from "./message-of.ts";
import { readFacts } from "./read-facts.ts";
import { get, readResult } from "./read-result.ts";
import { reasonOf } from "./reason-of.ts";

/**
 * Explains why Sentry, or a proxy in front of it, refused a request.
 *
 * Returns `undefined` for anything that is not a refusal: a response with a status below 400 and an error without a
 * response. A page of another origin with a lower status is a refusal as well, if the request's URL is known.
 *
 * The response's body can still be read afterward. A body that was read before is taken from where the client kept it.
 *
 * @example
 * const response = await sentry("https://sentry.io/api/0/organizations/acme/projects/");
 * const explanation = await explain(response);
 * if (explanation) throw new Error(explanation.message);
 *
 * @param result - A fetch `Response`, an axios response or `AxiosError`, ky's `HTTPError`, the result of a call of
 * `@sentry/api`, or `{ status, url?, headers, body }`.
 * @throws {TypeError} when `result` is a promise or an option has the wrong type; never for a response.
 * @see https://x.github.io/sentry-auth/rejected
 */
export async function explain(result: unknown, options: ExplainOptions = {}): Promise<Explanation | undefined> {
  const { client, strategy, request, requiredScopes } = readOptions(
    "explain(result, { client?, strategy?, request?, requiredScopes? })",
    options,
    [],
    ["client", "strategy", "request", "requiredScopes"],
  );
  if (typeof get(result, "then") === "function") throw new TypeError("explain: result is a promise; await it first");
  const read = readResult(result);
  const facts = read && (await readFacts(read, { client, strategy, request, requiredScopes }));
  if (!facts) return undefined;
  const reason = reasonOf(facts);
  const { status, quote, required, held, loginUrl, retryAt } = facts;
  return {
    status,
    reason,
    by: facts.by,
    message: messageOf(reason, facts),
    ...(quote !== undefined && { detail: quote }),
    ...(required !== undefined && { requiredScopes: required }),
    ...(held !== undefined && { heldScopes: held }),
    ...(loginUrl !== undefined && { loginUrl }),
    ...(retryAt !== undefined && { retryAt }),
    docs: `https://x.github.io/sentry-auth/rejected#${reason}`,
  };
}
