import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { ProxyKind } from "./proxy-server.ts";

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const TEXT = { "Content-Type": "text/plain; charset=utf-8" };

/** The headers that a kind accepts, and its refusal. */
interface Kind {
  readonly headers: () => Record<string, string>;
  readonly refuse: (response: ServerResponse, login: string, received: IncomingHttpHeaders) => void;
}

const refuseCloudflare: Kind["refuse"] = (response, login) =>
  void response.writeHead(302, { Location: `${login}/cdn-cgi/access/login` }).end();

export const kinds: Readonly<Record<ProxyKind, Kind>> = {
  "cloudflare-access": {
    headers: () => ({ "CF-Access-Client-Id": `${secret()}.access`, "CF-Access-Client-Secret": secret() }),
    refuse: refuseCloudflare,
  },
  "cloudflare-access-user": { headers: () => ({ "cf-access-token": secret() }), refuse: refuseCloudflare },
  "identity-aware-proxy": {
    headers: () => ({ "Proxy-Authorization": `Bearer ${secret()}` }),
    refuse: (response, _, received) => {
      const problem = "proxy-authorization" in received ? "Unable to parse JWT" : "empty token";
      response.writeHead(401, TEXT).end(`Invalid IAP credentials: ${problem}`);
    },
  },
  header: {
    headers: () => ({ "X-Gateway-Key": secret() }),
    refuse: (response) => void response.writeHead(403, HTML).end("<html>403 Forbidden</html>"),
  },
  "nginx-basic": {
    headers: () => ({ Authorization: `Basic ${btoa(`sentry:${secret()}`)}` }),
    refuse: (response) => {
      const headers = { ...HTML, "WWW-Authenticate": 'Basic realm="Restricted"' };
      response.writeHead(401, headers).end("<html>401 Authorization Required</html>");
    },
  },
  "oauth2-proxy": {
    headers: () => ({ Authorization: `Bearer ${secret()}` }),
    refuse: (response) => void response.writeHead(403, HTML).end("<html>Sign in with OpenID Connect</html>"),
  },
  "aws-alb": {
    headers: () => ({ Authorization: `Bearer ${secret()}` }),
    refuse: (response, login, { authorization }) => {
      if (authorization === undefined) response.writeHead(302, { Location: `${login}/authorize` }).end();
      else response.writeHead(401, HTML).end("<html>401 Authorization Required</html>");
    },
  },
};

function secret(): string {
  return randomBytes(24).toString("hex");
}
