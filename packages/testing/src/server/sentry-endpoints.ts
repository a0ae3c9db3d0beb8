import { randomUUID } from "node:crypto";
import { type Access, type Arrival, type Endpoint, everyPrincipal } from "./endpoint.ts";
import type { Grant } from "./keyring.ts";
import { refuse } from "./refusals.ts";
import { jsonResponse, type SentryResponse } from "./sentry-response.ts";
import type { ServerState } from "./server-state.ts";
import { organization, otherProject, project } from "./server-urls.ts";

const created = "2024-01-02T14:30:02.000000Z";

const feedback: Omit<Endpoint, "path"> = {
  methods: ["GET", "POST"],
  access: { principals: everyPrincipal, scopes: ["project:read", "project:write"] },
  respond: (arrival) => (arrival.request.method === "GET" ? jsonResponse(200, []) : submitFeedback(arrival)),
};

/** The endpoints that Sentry's own documentation shows for each kind of credential, with responses of the same shape. */
export function sentryEndpoints(state: ServerState): readonly Endpoint[] {
  const anyToken: Access = { principals: everyPrincipal.filter((kind) => kind !== "client-key"), scopes: [] };
  return [
    {
      path: /^\/api\/0\/$/,
      methods: ["GET"],
      access: { ...anyToken, acceptsBoundToken: true, acceptsAnonymous: true },
      respond: (_, grant) => jsonResponse(200, describeCredential(grant)),
    },
    {
      path: /^\/api\/0\/organizations\/$/,
      methods: ["GET"],
      access: { principals: ["user", "user-app"], scopes: ["org:read"], acceptsBoundToken: true },
      respond: () => jsonResponse(200, [describeOrganization(state.origin)]),
    },
    {
      path: /^\/api\/0\/organizations\/(?<organization>[^/]+)\/projects\/$/,
      methods: ["GET"],
      access: { ...anyToken, scopes: ["org:read", "project:read"] },
      respond: () => jsonResponse(200, [project, otherProject].map(describeProject)),
    },
    {
      ...feedback,
      path: /^\/api\/0\/projects\/(?<organization>[^/]+)\/(?<project>[^/]+)\/user-(?:feedback|reports)\/$/,
    },
    { ...feedback, path: /^\/api\/0\/(?<organization>[^/]+)\/(?<project>[^/]+)\/user-reports\/$/ },
    {
      // Accepts a browser's session only, and so refuses every token as if there were none.
      path: /^\/api\/0\/api-tokens\/$/,
      methods: [],
      access: "open",
      respond: () => refuse("not-provided", state),
    },
  ];
}

function describeCredential(grant: Grant | undefined): object {
  const isUser = grant?.principal.kind === "user" || grant?.principal.kind === "user-app";
  return {
    version: "0",
    auth: grant ? { scopes: grant.scopes } : null,
    user: isUser ? { id: "48168", name: "Jane", email: "jane@acme.example" } : null,
  };
}

function describeOrganization(origin: string): object {
  return {
    id: "1",
    slug: organization,
    name: "Acme",
    status: { id: "active", name: "active" },
    dateCreated: created,
    isEarlyAdopter: false,
    require2FA: false,
    avatar: { avatarType: "letter_avatar", avatarUuid: null },
    links: { organizationUrl: origin, regionUrl: origin },
    hasAuthProvider: false,
    allowMemberInvite: true,
    allowMemberProjectCreation: true,
    allowSuperuserAccess: false,
  };
}

function describeProject(slug: string, index: number): object {
  const team = { id: "1", name: "Acme", slug: organization };
  return {
    id: String(index + 1),
    slug,
    name: slug,
    platform: "javascript",
    dateCreated: created,
    isBookmarked: false,
    isMember: true,
    firstEvent: null,
    hasAccess: true,
    access: ["project:read"],
    features: [],
    team,
    teams: [team],
    platforms: ["javascript"],
    hasUserReports: true,
    environments: ["production"],
    latestRelease: null,
  };
}

/** Returns the feedback as it was stored, or the fields that are missing. */
function submitFeedback({ request }: Arrival): SentryResponse {
  const given = parseObject(request.body);
  const fields = ["event_id", "name", "email", "comments"] as const;
  const missing = fields.filter((field) => typeof given[field] !== "string");
  if (missing.length > 0)
    return jsonResponse(400, Object.fromEntries(missing.map((field) => [field, ["This field is required."]])));
  const { event_id: eventID, name, email, comments } = given;
  const id = randomUUID();
  return jsonResponse(200, {
    id,
    eventID,
    name,
    email,
    comments,
    dateCreated: new Date().toISOString(),
    event: { eventID, id: null },
    issue: null,
    user: null,
  });
}

function parseObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(Buffer.from(body).toString()));
  } catch {
    return {};
  }
}
