import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { OAuth2Client as BadgatewayClient, OAuth2Fetch } from "@badgateway/oauth2-client";
import {
  AllowedHostsValidator,
  BaseBearerTokenAuthenticationProvider,
  HttpMethod,
  RequestInformation,
} from "@microsoft/kiota-abstractions";
import { createTokenAuth } from "@octokit/auth-token";
import { request as octokit } from "@octokit/request";
import { listAnOrganization_sProjects } from "@sentry/api";
import { withSentryAuth } from "@x/sentry-fetch";
import { OAuth2Client as GoogleClient } from "google-auth-library";
import createClient from "openapi-fetch";
import { compare, type Effort, type Subject } from "./measure.ts";
import { header, init, origin, silentFetch, strategies, token, url } from "./requests.ts";
import { printCosts } from "./table.ts";

/** What peers add to the client that they are made for, beside what ours adds to fetch, with no network. */
export async function peersCost(effort: Effort): Promise<void> {
  const yardstick = "@x/sentry-fetch on fetch";
  const subjects = {
    ...ours(),
    ...octokitAuth(),
    ...kiota(),
    ...azure(),
    ...google(),
    ...badgateway(),
    ...generated(),
  };
  const costs = await compare(subjects, yardstick, effort);
  const bare = new Set(["bare", ...Object.values(subjects).map(({ bare }: Subject) => bare)]);
  printCosts(
    "peers",
    costs.filter(({ name }) => !bare.has(name)),
    yardstick,
  );
}

const [bearer] = strategies;
const client = silentFetch();

function ours(): Record<string, Subject> {
  const authenticated = withSentryAuth(client, bearer);
  return {
    bare: { run: () => client(url, init) },
    "@x/sentry-fetch on fetch": { run: () => authenticated(url, init) },
  };
}

function octokitAuth(): Record<string, Subject> {
  const { hook } = createTokenAuth(token);
  const bare = octokit.defaults({ baseUrl: origin, request: { fetch: client } });
  const authenticated = bare.defaults({ request: { hook } });
  return {
    octokit: { run: () => bare("GET /api/0/organizations/acme/projects/") },
    "@octokit/auth-token on @octokit/request": {
      run: () => authenticated("GET /api/0/organizations/acme/projects/"),
      bare: "octokit",
    },
  };
}

function kiota(): Record<string, Subject> {
  const validator = new AllowedHostsValidator(new Set(["sentry.io"]));
  const provider = new BaseBearerTokenAuthenticationProvider({
    getAuthorizationToken: async (to = "") => (validator.isUrlHostValid(to) ? token : ""),
    getAllowedHostsValidator: () => validator,
  });
  const create = (): RequestInformation => {
    const request = new RequestInformation(HttpMethod.GET);
    request.URL = url;
    return request;
  };
  return {
    kiota: { run: create },
    "Kiota’s bearer provider with host validator": { run: () => provider.authenticateRequest(create()), bare: "kiota" },
  };
}

function azure(): Record<string, Subject> {
  const policy = bearerTokenAuthenticationPolicy({
    credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    scopes: "sentry",
  });
  const next = async (request: PipelineRequest): Promise<PipelineResponse> => ({ status: 204, headers, request });
  const headers = createHttpHeaders();
  return {
    azure: { run: () => next(createPipelineRequest({ url })) },
    "Azure’s bearerTokenAuthenticationPolicy": {
      run: () => policy.sendRequest(createPipelineRequest({ url }), next),
      bare: "azure",
    },
  };
}

function google(): Record<string, Subject> {
  const google = new GoogleClient();
  google.setCredentials({ access_token: token, expiry_date: Date.now() + 3_600_000 });
  return {
    "google-auth-library’s request headers": {
      run: async () => client(url, { ...init, headers: await google.getRequestHeaders(url) }),
    },
  };
}

function badgateway(): Record<string, Subject> {
  const wrapper = new OAuth2Fetch({
    client: new BadgatewayClient({ server: origin, clientId: "acme" }),
    getNewToken: () => ({ accessToken: token, expiresAt: null, refreshToken: null }),
    scheduleRefresh: false,
  });
  const middleware = wrapper.mw();
  const next = (request: Request): Promise<Response> => client(request);
  return {
    badgateway: { run: () => next(new Request(url)) },
    "@badgateway/oauth2-client": { run: () => middleware(new Request(url), next), bare: "badgateway" },
  };
}

/** Two generated clients with what they have for authentication, and with ours below them. */
function generated(): Record<string, Subject> {
  const path = { organization_id_or_slug: "acme" };
  const authenticated = withSentryAuth(client, bearer);
  const sentry = (options: object) => () =>
    listAnOrganization_sProjects({ baseUrl: origin, path, fetch: client, ...options });
  // biome-ignore lint/complexity/noBannedTypes: openapi-fetch's own type for a schema without paths.
  const openapi = (given: typeof fetch) => createClient<Record<string, { get: {} }>>({ baseUrl: origin, fetch: given });
  const bare = openapi(client);
  const below = openapi(authenticated);
  const middleware = openapi(client);
  middleware.use({
    onRequest: ({ request }) => {
      request.headers.set("Authorization", header);
      return request;
    },
  });
  return {
    openapi: { run: () => bare.GET("/api/0/") },
    "openapi-fetch’s middleware": { run: () => middleware.GET("/api/0/"), bare: "openapi" },
    "@x/sentry-fetch below openapi-fetch": { run: () => below.GET("/api/0/"), bare: "openapi" },
    sentry: { run: sentry({}) },
    "@sentry/api’s `auth`": { run: sentry({ auth: () => token }), bare: "sentry" },
    "@x/sentry-fetch below @sentry/api": { run: sentry({ fetch: authenticated }), bare: "sentry" },
  };
}
