// Takes a lock and holds it, for a test that kills this process. Arguments: port, prefix, key.
import { redisStore } from "../src/index.ts";
import { connectRaw } from "./raw-client.ts";

const [port, prefix, key = ""] = process.argv.slice(2);
await redisStore({ command: connectRaw(Number(port)).command, prefix }).lock?.(key, 60_000);
console.log("locked");
