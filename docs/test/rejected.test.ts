import { readFileSync } from "node:fs";
import { explain } from "@x/sentry-explain";
import { refusals, startSentryServer } from "@x/sentry-testing";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../rejected.md", import.meta.url), "utf8");

/** The text of a reason's section. */
function section(reason: string): string {
  return page.split(/^##+ /m).find((one) => one.startsWith(`${reason}\n`)) ?? "";
}

test("every refusal that the server knows is in the section that its explanation links to", async () => {
  await using server = await startSentryServer();
  for (const name of Object.keys(refusals)) {
    if (name === "endless-body" || name === "trickling-body") continue;
    const response = await fetch(`${server.origin}/test/refusal/${name}`, { redirect: "manual" });
    const explanation = await explain(response);
    if (response.status < 400) expect(explanation).toBeUndefined();
    else {
      expect(explanation?.docs).toBe(`https://x.github.io/sentry-auth/rejected#${explanation?.reason}`);
      const text = section(explanation?.reason ?? "");
      expect(text).not.toBe("");
      const isKnown = explanation?.detail !== undefined && explanation.reason !== "unknown";
      if (isKnown && name !== "superuser-required" && name !== "staff-required") {
        expect(text).toContain(`> ${explanation.detail}\n`);
      }
    }
  }
});

test("every credential that the server refuses has its code or its text in the section", async () => {
  await using server = await startSentryServer();
  for (const { scheme, secret, url, detail } of Object.values(server.credentials.rejected)) {
    const credentials = scheme === "Basic" ? btoa(`${secret}:`) : secret;
    const response = await fetch(url, { headers: { Authorization: `${scheme} ${credentials}` } });
    const explanation = await explain(response, { request: { url } });
    expect(section(explanation?.reason ?? "")).toContain(
      typeof detail === "object" ? `\`${detail.code}\`` : `> ${detail}\n`,
    );
  }
});

test("the challenge that a missing scope gets is in the page as the server sends it", async () => {
  await using server = await startSentryServer();
  expect(page).toContain(server.credentials.rejected.unscopedToken.challenge);
});
