// Every strategy through every client, against servers on this machine. With --live, one GET to the real API instead.
import { startSentryServer } from "@x/sentry-testing";
import { sendLive } from "./demo/live.ts";
import { sendRefused } from "./demo/refusals.ts";
import { sendDocumented, sendMistaken } from "./demo/rows.ts";
import { formatTable } from "./demo/table.ts";

if (process.argv.includes("--live")) {
  const { SENTRY_AUTH_TOKEN } = process.env;
  console.log(await sendLive(SENTRY_AUTH_TOKEN).catch(fail));
} else {
  await using server = await startSentryServer();
  await using elsewhere = await startSentryServer();
  const rows = [
    ...(await sendDocumented(server)),
    ...(await sendMistaken(server, elsewhere)),
    ...(await sendRefused(server)),
  ];
  console.log(formatTable(rows));
  const wrong = rows.filter(({ expected }) => !expected).length;
  if (wrong > 0) process.exitCode = 1;
  console.log(
    wrong === 0 ? `All ${rows.length} rows are as they should be.` : `${wrong} rows are not as they should be.`,
  );
}

function fail(error: unknown): string {
  process.exitCode = 1;
  return error instanceof Error ? error.message : String(error);
}
