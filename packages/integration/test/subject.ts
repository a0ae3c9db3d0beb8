import type { AuthStrategy } from "@x/sentry-core";
import { type ExchangeFetchLike, integrationAuth } from "@x/sentry-integration";
import { memoryStore } from "@x/sentry-store";
import type { SentryServer, StrategySubject } from "@x/sentry-testing";

const secrets = ["0123456789abcdef".repeat(4), "any-legal.word~of/another+shape="] as const;
const tokens = ["0011223344556677".repeat(4), "8899aabbccddeeff".repeat(4)] as const;

/** An instance that recognizes both client secrets by the JWT, and issues one token for each. */
const exchange: ExchangeFetchLike = async (_, { headers }) => {
  const [header, payload, signature] = (headers["Authorization"] ?? "").replace("Bearer ", "").split(".");
  for (const [index, secret] of secrets.entries()) {
    if ((await sign(`${header}.${payload}`, secret)) !== signature) continue;
    const expiresAt = new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString();
    return Response.json({ token: tokens[index], expiresAt, scopes: [] }, { status: 201 });
  }
  return Response.json({ detail: "Could not validate JWT" }, { status: 401 });
};

async function sign(text: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
  return btoa(String.fromCharCode(...signature))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

export const strategy: StrategySubject = {
  name: "integration",
  create: (clientSecret, origin) =>
    integrationAuth({
      installationId: "7a485448-a9e2-4c85-8a3c-4f44175783c9",
      clientId: "1a2b3c",
      clientSecret,
      store: memoryStore(),
      origin,
      fetch: exchange,
    }),
  valid: [
    { secret: secrets[0], header: `Bearer ${tokens[0]}` },
    { secret: secrets[1], header: `Bearer ${tokens[1]}` },
  ],
  invalid: [],
  requests: [{ url: "projects", caller: "integration" }],
  lacks: {
    server: "an instance issues the token: the package's own tests use the server's installations",
    "secret-function":
      "the function returns the client secret, and the header contains a token that it is exchanged for",
    "expires-at": "the function returns the client secret, and the header contains a token that it is exchanged for",
  },
};

/** A strategy for a new installation. */
export async function connect({ installations }: SentryServer): Promise<AuthStrategy> {
  return integrationAuth({ ...installations.create({ authorized: true }).options, store: memoryStore() });
}
