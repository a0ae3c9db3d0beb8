// One client under load, in a process of its own: what it leaves behind would be hidden among that of a test runner.
// Prints a report, and must end by itself: no timer, socket or listener may keep it alive.
import { loadClients } from "./clients.ts";
import { endure } from "./endurance.ts";
import { sendWhileRotating } from "./rotation.ts";

const [name = "", requests = "0"] = process.argv.slice(2);
const client = loadClients[name];
if (client === undefined) throw new Error(`The client must be one of: ${Object.keys(loadClients).join(", ")}`);

const warnings: string[] = [];
process.on("warning", ({ message }) => warnings.push(message));
// An unhandled rejection ends the process with an error.
const together = await sendWhileRotating(client, 1_000, 250);
const inTurn = await sendWhileRotating(client, 1_000, 10);
const endurance = await endure(client, Number(requests));
console.log(JSON.stringify({ together, inTurn, endurance, warnings }));
