// Writes the messages of all errors into the guide to errors. Run it after a message has changed: npx pnpm@12 generate
import { writeFileSync } from "node:fs";
import { errorsPage, pageWithMessages } from "./page.ts";

writeFileSync(errorsPage, await pageWithMessages());
