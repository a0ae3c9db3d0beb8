// Measures one part in this process and prints its figures as JSON.
import { parts } from "./parts.ts";

const figures = await parts[process.argv[2] ?? ""]?.();
console.log(JSON.stringify(figures));
