import { type Endpoint, everyPrincipal } from "./endpoint.ts";
import { organization, otherProject, project } from "./server-urls.ts";

const list = (name: string, slugs: readonly string[]) => () => ({ [name]: slugs.map((slug) => ({ slug })) });

const feedback = {
  methods: ["GET", "POST"],
  principals: everyPrincipal,
  scopes: ["project:read", "project:write"],
  acceptsBoundToken: false,
  respond: () => ({ feedback: [] }),
} satisfies Omit<Endpoint, "path">;

/** The endpoints that Sentry's own documentation shows for each kind of credential. */
export const sentryEndpoints: readonly Endpoint[] = [
  {
    path: /^\/api\/0\/organizations\/$/,
    methods: ["GET"],
    principals: ["user", "user-app"],
    scopes: ["org:read"],
    acceptsBoundToken: true,
    respond: list("organizations", [organization]),
  },
  {
    path: /^\/api\/0\/organizations\/(?<organization>[^/]+)\/projects\/$/,
    methods: ["GET"],
    principals: everyPrincipal.filter((kind) => kind !== "client-key"),
    scopes: ["org:read", "project:read"],
    acceptsBoundToken: false,
    respond: list("projects", [project, otherProject]),
  },
  { ...feedback, path: /^\/api\/0\/projects\/(?<organization>[^/]+)\/(?<project>[^/]+)\/user-(?:feedback|reports)\/$/ },
  { ...feedback, path: /^\/api\/0\/(?<organization>[^/]+)\/(?<project>[^/]+)\/user-reports\/$/ },
];
