// Writes the messages of all errors into the guide to errors. Run it after a message has changed (pnpm messages).
import { writeFileSync } from "node:fs";
import { errorsPage, pageWithMessages } from "./page.ts";

writeFileSync(errorsPage, await pageWithMessages());
