import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { chromium as playwright } from "playwright-core";
import { output } from "./child-process.ts";
import type { Runtime } from "./runtime.ts";

/** Debian's package, or a Chrome that is there already: Playwright's own browsers cannot be downloaded everywhere. */
const places: readonly string[] = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

const args: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The program of a Chromium, installed first where there is none. */
async function installed(): Promise<string> {
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  const [place = ""] = places;
  if (process.getuid?.() !== 0)
    throw new Error(`${place} is missing. Install it with: sudo apt-get install -y chromium`);
  await output("apt-get", ["update"]);
  await output("apt-get", ["install", "-y", "chromium"]);
  return place;
}

/** A browser, with a page of the control server. */
export const chromium: Runtime = {
  name: "Chromium",
  version: async () => /\d+(?:\.\d+)+/.exec(await output(await installed(), ["--version"]))?.[0] ?? "unknown",
  run: async ({ folder, control, signal }) => {
    const profile = await mkdtemp(join(folder, "profile-"));
    const executablePath = await installed();
    const browser = await playwright.launchPersistentContext(profile, { executablePath, args: [...args] });
    try {
      const page = await browser.newPage();

      const failed = new Promise<never>((_, reject) => {
        page.on("pageerror", reject);
        // A script that cannot be loaded is no error of the page's.
        page.on("requestfailed", (request) => {
          if (request.resourceType() === "script")
            reject(new Error(`${request.url()}: ${request.failure()?.errorText}`));
        });
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      const reported = page.waitForResponse(`${control}/report`, { timeout: 0 });
      await page.goto(control);
      await Promise.race([reported, failed]);
    } finally {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    }
  },
};
