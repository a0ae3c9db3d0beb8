const kinds = ["org", "project", "team", "member", "event", "alerts"];
const levels = ["read", "write", "admin"];

/** The scopes that users can grant to an application. */
const known: ReadonlySet<string> = new Set([
  ...kinds.flatMap((kind) => levels.map((level) => `${kind}:${level}`)),
  "project:releases",
  "org:integrations",
  "org:ci",
  "openid",
  "profile",
  "email",
]);

/** Reads a `scope` parameter; a scope includes the weaker ones of its kind. `undefined` for an unknown scope. */
export function readScopes(scope: string | null): readonly string[] | undefined {
  const named = (scope ?? "").split(" ").filter((name) => name !== "");
  if (!named.every((name) => known.has(name))) return undefined;
  const included = named.flatMap((name) => {
    const [kind = "", level = ""] = name.split(":");
    const weaker = levels.slice(0, Math.max(0, levels.indexOf(level))).map((each) => `${kind}:${each}`);
    return [...weaker.filter((each) => known.has(each)), name];
  });
  return [...new Set(included)].sort();
}
