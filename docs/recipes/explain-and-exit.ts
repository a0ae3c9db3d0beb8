import { explain } from "@x/sentry-explain";
import { requiredScopes } from "@x/sentry-explain/scopes";

/** Runs a command. A refusal ends it with what to do instead of a stack trace. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const explanation = await explain(error, { requiredScopes });
    if (!explanation) throw error;
    console.error(`${explanation.message}\n${explanation.docs}`);
    // By the convention of sysexits.h: try again later, or not permitted.
    process.exitCode = explanation.retryAt ? 75 : 77;
  }
}
