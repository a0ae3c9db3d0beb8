import { readFileSync } from "node:fs";
import { startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../rejected.md", import.meta.url), "utf8");

test("every detail that the server sends has a heading of its own, under its status", async () => {
  await using server = await startSentryServer();
  const bare = await fetch(server.urls.projects);
  const headless = await fetch(server.urls.projects, { headers: { Authorization: "Bearer" } });
  const answers = [
    { status: bare.status, detail: (await bare.json()).detail },
    { status: headless.status, detail: (await headless.json()).detail },
    ...Object.values(server.credentials.rejected),
  ];
  const [, unauthenticated = "", forbidden = ""] = page.split(/^## 40[13]$/m);
  for (const { status, detail } of answers) {
    const heading = typeof detail === "object" ? `\`${detail.code}\`` : detail;
    expect((status === 401 ? unauthenticated : forbidden).split("\n")).toContain(`### ${heading}`);
  }
});

test("the challenge that a missing scope gets is in the page as the server sends it", async () => {
  await using server = await startSentryServer();
  expect(page).toContain(server.credentials.rejected.unscopedToken.challenge);
});
