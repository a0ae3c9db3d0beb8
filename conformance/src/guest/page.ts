// What a browser runs, in a page of the control server.
import { runCases } from "./run-cases.ts";

await runCases("Chromium", location.origin);
