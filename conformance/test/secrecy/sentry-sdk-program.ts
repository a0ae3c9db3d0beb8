import { setTimeout } from "node:timers/promises";
import * as Sentry from "@sentry/node";
import { strategiesWith, throwingWays } from "./throwing-ways.ts";

// Throws in every way below a wrapped client while Sentry's SDK records local variables, and prints for each way how many
// frames with variables the SDK sent, and whether any of what it sent contains the secret.

const [, , secret = ""] = process.argv;
const sent: string[] = [];
Sentry.init({
  dsn: "https://public@sentry.invalid/1",
  includeLocalVariables: true,
  integrations: (defaults) => [
    // It would drop the same error of another strategy.
    ...defaults.filter(({ name }) => name !== "Dedupe"),
    // Packages in node_modules are recorded too, and all of the errors, which come within a second.
    Sentry.localVariablesIntegration({ includeOutOfAppFrames: true, maxExceptionsPerSecond: 100_000 }),
  ],
  transport: () => ({
    send: async (envelope) => {
      sent.push(JSON.stringify(envelope));
      return {};
    },
    flush: async () => true,
  }),
});

/** The SDK marks each error whose variables it has recorded. It starts its recorder in the background. */
function isRecording(): boolean {
  try {
    throw new Error("Is it recorded?");
  } catch (error) {
    return "__SENTRY_ERROR_LOCAL_VARIABLES__" in Object(error);
  }
}
while (!isRecording()) await setTimeout(10);

const report: Record<string, { frames: number; leaks: number }> = {};
for (const [way, run] of Object.entries(throwingWays(secret))) {
  for (const strategy of strategiesWith(secret)) {
    await (async () => run(strategy))().catch((error: unknown) => Sentry.captureException(error));
  }
  await Sentry.flush();
  const events = sent.splice(0);
  const frames = events.flatMap((event) => event.match(/"vars":/g) ?? []).length;
  const forms = [secret, btoa(`${secret}:`).slice(0, 40)];
  report[way] = { frames, leaks: events.filter((event) => forms.some((form) => event.includes(form))).length };
}
console.log(JSON.stringify(report));
await Sentry.close();
process.exit();
