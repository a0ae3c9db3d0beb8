import { type Answer, forbidden, notFound } from "./answer.ts";
import type { Endpoint, Place } from "./endpoint.ts";
import type { Grant } from "./keyring.ts";
import { organization, otherOrganization, otherProject, project } from "./server-urls.ts";

/** The answer to a caller who is known and may not do this, or `undefined` where they may. */
export function refuseRequest(grant: Grant, endpoint: Endpoint, place: Place): Answer | undefined {
  if (!endpoint.principals.includes(grant.principal.kind)) return forbidden();
  // A client key has no scopes: the endpoints that take one take it for what it is.
  const scopesMatter = endpoint.scopes.length > 0 && grant.principal.kind !== "client-key";
  if (scopesMatter && !endpoint.scopes.some((scope) => grant.scopes.includes(scope))) return forbidden(endpoint.scopes);
  if (!exists(place)) return notFound();
  if (place.organization !== undefined && place.organization !== grant.organization) return forbidden();
  if (grant.project !== undefined && place.project !== undefined && place.project !== grant.project) return forbidden();
  return undefined;
}

function exists(place: Place): boolean {
  const knownOrganization = [undefined, organization, otherOrganization].includes(place.organization);
  const knownProject = [undefined, project, otherProject].includes(place.project);
  return knownOrganization && knownProject;
}
