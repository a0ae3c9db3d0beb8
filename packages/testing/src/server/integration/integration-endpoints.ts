import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Arrival } from "../endpoint.ts";
import type { RecordedRequest } from "../recorded-request.ts";
import { refuse } from "../refusals.ts";
import { jsonResponse, methodNotAllowed, notFound, type SentryResponse } from "../sentry-response.ts";
import type { ServerState } from "../server-state.ts";
import { exchangeToken } from "./authorizations-endpoint.ts";
import { createInstallation, type StoredInstallation } from "./installations.ts";
import type { IntegrationServer } from "./integration-server.ts";
import { createTokenVerifier } from "./json-web-token.ts";
import { readJson } from "./read-json.ts";

/** The endpoints below `/api/0/sentry-app-installations/`, and the object that controls them. */
export interface IntegrationEndpoints {
  readonly installations: IntegrationServer;
  /** Returns the response for a request, to be called when its body is complete; `undefined` for another path. */
  respond(arrival: Arrival): (() => Promise<SentryResponse | "reset">) | undefined;
}

const PATH = /^\/api\/0\/sentry-app-installations\/(?<id>[^/]+)\/(?<rest>authorizations\/)?$/;

export function createIntegrationEndpoints(state: ServerState): IntegrationEndpoints {
  const { origin, keyring } = state;
  const verifier = createTokenVerifier();
  const all: StoredInstallation[] = [];
  const newSecret = (): string => randomBytes(32).toString("hex");
  let clientSecret = newSecret();
  const now = (): number => Date.now() + installations.clockOffset * 1000;
  const installations: IntegrationServer = {
    clientId: newSecret(),
    get clientSecret() {
      return clientSecret;
    },
    all,
    tokenLifetime: 8 * 60 * 60,
    replicaLag: 0,
    clockOffset: 0,
    beforeCommit: undefined,
    afterCommit: undefined,
    create: ({ authorized = false, ...identity } = {}) => {
      const installation = createInstallation({ origin, keyring, settings: installations, now }, identity);
      all.push(installation);
      if (authorized) {
        installation.issue();
        installation.isCodeUsed = true;
        installation.status = "installed";
      }
      return installation;
    },
    rotateSecret: () => {
      clientSecret = newSecret();
    },
    webhook: (payload, resource = "installation") => {
      const body = JSON.stringify(payload);
      const headers = {
        "Content-Type": "application/json",
        "Request-ID": randomUUID().replaceAll("-", ""),
        "Sentry-Hook-Resource": resource,
        "Sentry-Hook-Timestamp": String(Math.floor(now() / 1000)),
        "Sentry-Hook-Signature": createHmac("sha256", clientSecret).update(body).digest("hex"),
      };
      return { body, headers };
    },
  };

  function respond({ request, url }: Arrival): (() => Promise<SentryResponse | "reset">) | undefined {
    const { id, rest } = PATH.exec(url.pathname)?.groups ?? {};
    if (id === undefined) return undefined;
    const installation = all.find(({ options, isUninstalled }) => options.installationId === id && !isUninstalled);
    const former = installation?.token;
    return async () => {
      if (rest === undefined) return confirm(request, installation, state);
      if (request.method !== "POST") return methodNotAllowed(request.method, ["POST"]);
      const outcome = await exchangeToken(request, installation, former, installations, { verifier, now });
      if (outcome === "reset") return outcome;
      return { ...outcome, headers: { ...outcome.headers, Date: new Date(now()).toUTCString() } };
    };
  }

  return { installations, respond };
}

/** Shows an installation to the integration itself, and lets it confirm the installation. */
function confirm(
  request: RecordedRequest,
  installation: StoredInstallation | undefined,
  state: ServerState,
): SentryResponse {
  const [, token = ""] = /^bearer +(\S+)$/i.exec(request.authorization ?? "") ?? [];
  const grant = state.keyring.tokens.get(token);
  if (token === "") return refuse("not-provided", state);
  if (grant === undefined || grant.refusal !== undefined) return refuse(grant?.refusal ?? "invalid-token", state);
  if (installation === undefined || installation.token !== token) return notFound();
  if (request.method !== "GET" && request.method !== "PUT")
    return methodNotAllowed(request.method, ["GET", "PUT", "DELETE"]);
  if (request.method === "PUT") {
    const { status } = readJson(request.body) ?? {};
    if (status !== "installed") return jsonResponse(400, { status: [`Invalid value '${status}' for status.`] });
    installation.status = "installed";
  }
  const { options, organization, status } = installation;
  return jsonResponse(200, {
    app: { uuid: options.clientId, slug: "acme-integration" },
    organization: { slug: organization },
    uuid: options.installationId,
    status,
  });
}
