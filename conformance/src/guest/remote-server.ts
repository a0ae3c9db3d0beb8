import type { CaseServer, RecordedRequest, ServerCredentials } from "@x/sentry-testing";

/** Starts servers in the process behind a control server, and stands in for them here. */
export function remoteServers(control: string): () => Promise<CaseServer> {
  const call = async (path: string, method = "GET"): Promise<unknown> => {
    const response = await fetch(control + path, { method });
    if (!response.ok) throw new Error(`the control server returned ${response.status} to ${method} ${path}`);
    return response.json();
  };

  return async () => {
    const { id, origin, urls } = (await call("/servers", "POST")) as Pick<CaseServer, "origin" | "urls"> & {
      id: string;
    };
    const path = `/servers/${id}`;
    return {
      origin,
      urls,
      get credentials() {
        return call(`${path}/credentials`) as Promise<ServerCredentials>;
      },
      get requests() {
        return call(`${path}/requests`).then((requests) => (requests as TextRequest[]).map(withBytes));
      },
      rotate: async () => void (await call(`${path}/rotate`, "POST")),
      arrived: async (count) => void (await call(`${path}/arrived?count=${count}`)),
      release: async (gate) => void (await call(`${path}/release?gate=${encodeURIComponent(gate)}`, "POST")),
      close: async () => void (await call(`${path}/close`, "POST")),
    };
  };
}

type TextRequest = Omit<RecordedRequest, "body"> & { readonly body: string };

function withBytes({ body, ...request }: TextRequest): RecordedRequest {
  return { ...request, body: Uint8Array.from(atob(body), (character) => character.charCodeAt(0)) };
}
