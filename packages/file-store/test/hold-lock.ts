// Takes a lock and holds it, for a test that kills or stops this process. Arguments: directory, key.
import { fileStore } from "../src/index.ts";

const [directory = "", key = ""] = process.argv.slice(2);
await fileStore(directory).lock?.(key, 60_000);
console.log("locked");
setInterval(() => {}, 1_000_000);
