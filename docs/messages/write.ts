// Prevents: a guide to errors whose messages nobody sees any more. Run it after a message has changed (pnpm messages).
import { writeFileSync } from "node:fs";
import { errorsPage, pageWithMessages } from "./page.ts";

writeFileSync(errorsPage, await pageWithMessages());
