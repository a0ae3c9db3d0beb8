import type { AuthStrategy } from "@x/sentry-core";
import type { AdapterSubject } from "@x/sentry-testing";

/** A request as Sentry's documentation shows it. */
export interface DemoRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: object | undefined;
}

/** What a client returned or threw after the server responded. */
export interface DemoResponse {
  readonly status: number;
  readonly text: string;
  /** The kind and the name of the caller, as the embedded server recognized them. */
  readonly caller: string | undefined;
  /** The client's own response or error. */
  readonly result: unknown;
}

/** Sends one request through a client. */
export async function exchange(
  { wrap }: AdapterSubject,
  strategy: AuthStrategy,
  { method, url, body }: DemoRequest,
): Promise<DemoResponse> {
  const headers = body && { headers: { "Content-Type": "application/json" } };
  const { status, text, shown } = await wrap(strategy).send(url, { method, ...headers, ...(body && { json: body }) });
  const [result] = shown;
  return { status, text, caller: headerOf(result, "x-test-principal"), result };
}

/** A header of a response, or of the response in an error: clients have `Headers` or a plain object. */
function headerOf(result: unknown, name: string): string | undefined {
  const { response, headers = Object(response).headers } = Object(result);
  return (typeof headers?.get === "function" ? headers.get(name) : Object(headers)[name]) ?? undefined;
}
