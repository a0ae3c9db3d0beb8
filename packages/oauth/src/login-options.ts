import { SentryAuthError } from "@x/sentry-core";
import { type CredentialStore, credentialKey } from "@x/sentry-store";

/** The name of the strategy, as it appears in errors. */
export const NAME = "oauth";

/** Checks a client id; `undefined` is what an unset environment variable leaves. */
export function readClientId(clientId: unknown): string {
  const given = clientId ?? "";
  if (typeof given !== "string") throw new TypeError(`${NAME}: \`clientId\` must be a string`);
  const text = given.trim();
  if (text === "" || /[^!-~]/.test(text)) {
    const problem =
      text === ""
        ? `no client id was given (it is ${clientId === "" ? "empty" : clientId}). Is the environment variable set?`
        : "the client id contains white space or an illegal character";
    throw new SentryAuthError("ERR_INVALID_SECRET", problem, { strategy: NAME });
  }
  return text;
}

/** Checks a store and an account's name, and returns the key under which the account's login is stored. */
export function readLoginKey(
  { store, account = "default" }: { readonly store?: unknown; readonly account?: unknown },
  instance: string,
  clientId: string,
): { readonly store: CredentialStore; readonly key: string; readonly account: string } {
  if (!isStore(store))
    throw new TypeError(
      `${NAME}: \`store\` must be a credential store, such as fileStore("directory") from @x/sentry-file-store`,
    );
  if (typeof account !== "string" || account === "") throw new TypeError(`${NAME}: \`account\` must be a string`);
  return { store, account, key: credentialKey({ kind: NAME, instance, clientId, account }) };
}

function isStore(store: unknown): store is CredentialStore {
  const { read, replace } = Object(store);
  return typeof read === "function" && typeof replace === "function";
}

/** Checks a list of scopes and returns it as a `scope` parameter. */
export function readScopes(scopes: unknown, caller: string): string {
  const given: unknown[] = Array.isArray(scopes) ? scopes : [undefined];
  if (!given.every((scope) => typeof scope === "string" && /^[!-~]+$/.test(scope)))
    throw new TypeError(`${caller}: \`scopes\` must be a list of scopes, such as ["org:read", "event:read"]`);
  return given.join(" ");
}
