import { createHash, randomBytes } from "node:crypto";
import type { OAuthServer } from "./oauth-server.ts";

/** An authorization code's grant. */
interface CodeGrant {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
}

/** Authorization codes: each can be used once, whether or not the exchange succeeds. */
export interface Codes {
  create(grant: CodeGrant): string;
  /** The scopes that the code grants, or `undefined` for an exchange that doesn't match it. */
  redeem(clientId: string, form: URLSearchParams): readonly string[] | undefined;
}

export function createCodes(): Codes {
  const grants = new Map<string, CodeGrant>();
  return {
    create: (grant) => {
      const code = randomBytes(32).toString("hex");
      grants.set(code, grant);
      return code;
    },
    redeem: (clientId, form) => {
      const code = form.get("code") ?? "";
      const grant = grants.get(code);
      grants.delete(code);
      if (grant === undefined || grant.clientId !== clientId) return undefined;
      if (form.get("redirect_uri") !== grant.redirectUri) return undefined;
      const verifier = form.get("code_verifier") ?? "";
      const proven =
        grant.challenge === null ||
        (/^[\w.~-]{43,128}$/.test(verifier) &&
          createHash("sha256").update(verifier).digest("base64url") === grant.challenge);
      return proven ? grant.scopes : undefined;
    },
  };
}

/** A device code and the user's decision about it. */
interface Device {
  readonly clientId: string;
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  polledAt: number;
  decision: OAuthServer["decision"] | undefined;
}

/** Device codes: polled until the user has decided. */
export interface Devices {
  create(clientId: string, scopes: readonly string[], lifetime: number): { deviceCode: string; userCode: string };
  decide(userCode: string, decision: OAuthServer["decision"]): boolean;
  /** The scopes that the user granted, or the error's code. */
  poll(clientId: string, deviceCode: string, interval: number): readonly string[] | string;
}

export function createDevices(): Devices {
  const devices = new Map<string, Device>();
  return {
    create: (clientId, scopes, lifetime) => {
      const deviceCode = randomBytes(32).toString("hex");
      const letters = Array.from(randomBytes(8), (byte) => "BCDFGHJKLMNPQRSTVWXZ"[byte % 20]).join("");
      const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
      const expiresAt = Date.now() + lifetime * 1000;
      devices.set(deviceCode, { clientId, userCode, scopes, expiresAt, polledAt: 0, decision: undefined });
      return { deviceCode, userCode };
    },
    decide: (userCode, decision) => {
      const device = [...devices.values()].find((each) => each.userCode === userCode.toUpperCase());
      if (device === undefined || device.expiresAt <= Date.now()) return false;
      device.decision = decision;
      return true;
    },
    poll: (clientId, deviceCode, interval) => {
      const device = devices.get(deviceCode);
      if (device === undefined) return "invalid_grant";
      // Checked before anything else, as Sentry does.
      const early = Date.now() - device.polledAt < interval * 1000;
      if (early) return "slow_down";
      device.polledAt = Date.now();
      if (device.clientId !== clientId) return "invalid_grant";
      if (device.expiresAt <= Date.now()) {
        devices.delete(deviceCode);
        return "expired_token";
      }
      if (device.decision === undefined) return "authorization_pending";
      devices.delete(deviceCode);
      return device.decision === "approve" ? device.scopes : "access_denied";
    },
  };
}
