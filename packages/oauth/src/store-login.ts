import { type CredentialStore, type IssuedCredential, storeFirstCredential } from "@x/sentry-store";
import type { TokenEndpointResponse } from "oauth4webapi";
import { loginError } from "./login-error.ts";
import { NAME } from "./login-options.ts";
import type { LoginResult, OAuthUser } from "./login-result.ts";

/** Turns a token response into a credential. */
export function credentialOf(response: TokenEndpointResponse, formerRefreshToken?: string): IssuedCredential {
  const issuedAt = Date.now();
  // A response without a refresh token leaves the former one valid (RFC 6749, section 6).
  const refreshToken = response.refresh_token ?? formerRefreshToken;
  return {
    value: response.access_token,
    issuedAt,
    ...(response.expires_in === undefined ? {} : { expiresAt: issuedAt + response.expires_in * 1000 }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
}

/** Obtains the first token of a login and stores it. */
export async function storeLogin(
  store: CredentialStore,
  key: string,
  obtain: () => Promise<{ readonly response: TokenEndpointResponse; readonly user: OAuthUser }>,
): Promise<LoginResult> {
  let result: LoginResult | undefined;
  let failure: { readonly reason: unknown } | undefined;
  const exchange = async (): Promise<IssuedCredential> => {
    const { response, user } = await obtain().catch((reason: unknown) => {
      failure = { reason };
      throw reason;
    });
    result = { user, scopes: (response.scope ?? "").split(" ").filter((scope) => scope !== "") };
    return credentialOf(response);
  };
  try {
    await storeFirstCredential({ name: NAME, store, key, exchange });
  } catch (error) {
    // An abort's reason is passed on as it is.
    throw failure === undefined ? error : loginError(failure.reason);
  }
  if (result === undefined) throw new Error("storeFirstCredential resolved without an exchange");
  return result;
}
