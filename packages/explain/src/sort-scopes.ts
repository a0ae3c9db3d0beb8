// What the second half of a scope permits, least powerful first.
const POWER = ["read", "ci", "releases", "distribution", "integrations", "invite", "write", "admin"];

/** Returns scopes in the order in which to ask for them: least powerful first, unknown ones last. */
export function sortScopes(scopes: readonly string[]): readonly string[] {
  return scopes.toSorted((one, other) => power(one) - power(other) || (one < other ? -1 : 1));
}

function power(scope: string): number {
  const index = POWER.indexOf(scope.slice(scope.indexOf(":") + 1));
  return index < 0 ? POWER.length : index;
}
