import { expect, test } from "vitest";
import { start } from "./server.ts";

// Only pages may not set these headers: here they are sent as a browser would.
const page = "https://app.example";

test("every preflight is allowed, without a credential", async () => {
  const { urls, requests } = await start();
  const response = await fetch(urls.projects, {
    method: "OPTIONS",
    headers: {
      Origin: page,
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "authorization,x-mine",
      "Access-Control-Request-Private-Network": "true",
    },
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": page,
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "authorization,x-mine",
    "access-control-allow-private-network": "true",
    vary: "Origin",
  });
  expect(requests.map(({ method }) => method)).toEqual(["OPTIONS"]);
});

test.each([
  ["a 200", "/test/echo", true],
  ["a 401", "/test/echo", false],
  ["a 404", "/nowhere", false],
  ["a redirect", "/test/redirect?to=/test/echo", false],
])("a page may read %s and its challenge", async (_, path, authenticated) => {
  const { origin, credentials } = await start();
  const credential = authenticated ? { Authorization: `Bearer ${credentials.token}` } : {};
  const headers = { Origin: page, ...credential };
  const response = await fetch(origin + path, { headers, redirect: "manual" });
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe(page);
  expect(response.headers.get("Access-Control-Expose-Headers")).toContain("WWW-Authenticate");
});

test("the opaque origin that follows a redirect is echoed too", async () => {
  const { urls } = await start();
  const response = await fetch(urls.echo, { headers: { Origin: "null" } });
  expect(response.headers.get("Access-Control-Allow-Origin")).toBe("null");
});

test("a request from no page gets no such header, and a plain OPTIONS is no preflight", async () => {
  const { urls } = await start();
  const response = await fetch(urls.echo, { method: "OPTIONS" });
  expect(response.status).toBe(401);
  expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("a preflight passes while the request that it is for is held", async () => {
  const { urls } = await start();
  const response = await fetch(`${urls.echo}?hold=gate`, {
    method: "OPTIONS",
    headers: { Origin: "https://app.example", "Access-Control-Request-Method": "GET" },
  });
  expect(response.status).toBe(204);
});
