import type { Access, Place } from "./endpoint.ts";
import type { Grant } from "./keyring.ts";
import { forbidden, notFound, type SentryResponse } from "./sentry-response.ts";
import { organization, otherOrganization, otherProject, project } from "./server-urls.ts";

/** Returns the refusal for a caller who is known and may not do this, or `undefined`. */
export function refuseRequest(grant: Grant, access: Access, place: Place): SentryResponse | undefined {
  if (!access.principals.includes(grant.principal.kind)) return forbidden();
  // A client key has no scopes: the endpoints that accept one need none.
  const scopesMatter = access.scopes.length > 0 && grant.principal.kind !== "client-key";
  if (scopesMatter && !access.scopes.some((scope) => grant.scopes.includes(scope))) return forbidden(access.scopes);
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
