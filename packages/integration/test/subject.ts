import { createHmac } from "node:crypto";
import { memoryStore } from "@x/sentry-store";
import type { StrategySubject } from "@x/sentry-testing";
import { type ExchangeFetchLike, integrationAuth } from "../src/index.ts";

const secrets = ["0123456789abcdef".repeat(4), "any-legal.word~of/another+shape="] as const;
const tokenOf = (secret: string): string => createHmac("sha256", "token").update(secret).digest("hex");

/** An instance that recognizes both client secrets by the JWT, and issues one token for each. */
const exchange: ExchangeFetchLike = async (_, { headers }) => {
  const [header, payload, signature] = (headers["Authorization"] ?? "").replace("Bearer ", "").split(".");
  const secret = secrets.find((known) => {
    const hmac = createHmac("sha256", known).update(`${header}.${payload}`);
    return hmac.digest("base64url") === signature;
  });
  if (secret === undefined) return Response.json({ detail: "Could not validate JWT" }, { status: 401 });
  const expiresAt = new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString();
  return Response.json({ token: tokenOf(secret), expiresAt, scopes: [] }, { status: 201 });
};

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
    { secret: secrets[0], header: `Bearer ${tokenOf(secrets[0])}` },
    { secret: secrets[1], header: `Bearer ${tokenOf(secrets[1])}` },
  ],
  invalid: [],
  lacks: {
    server: "an instance issues the token: the package's own tests use the server's installations",
    "secret-function":
      "the function returns the client secret, and the header contains a token that it is exchanged for",
    "expires-at": "the function returns the client secret, and the header contains a token that it is exchanged for",
  },
};
