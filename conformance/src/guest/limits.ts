import type { AdapterCapability } from "@x/sentry-testing";

type Lacks = Readonly<Partial<Record<AdapterCapability, string>>>;

/** What a runtime or a client has not got. Each line is in docs/runtimes.md, too. */
export function limits(runtime: string, subject: string): Lacks {
  const lacks: Partial<Record<AdapterCapability, string>> = {};
  if (runtime === "Chromium") {
    lacks["forbidden-header"] = "a browser sets Cookie itself";
    lacks["streaming-body"] =
      subject === "axios xhr" ? "XMLHttpRequest takes no stream" : "Chromium sends streams over HTTP/2 only";
  }
  return lacks;
}
