// What Node, Bun and Deno run: `process.ts <runtime> <control>`.
import { argv } from "node:process";
import { runCases } from "./run-cases.ts";

const [runtime = "", control = ""] = argv.slice(2);
await runCases(runtime, control);
