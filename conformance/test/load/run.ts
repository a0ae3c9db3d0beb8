// One client under load with one strategy, in its own process, since a test runner would hide what it leaves behind.
// Prints a report, and must end by itself: no timer, socket or listener may keep it alive.
import { clients, strategies } from "./clients.ts";
import { endure } from "./endurance.ts";
import { sendWhileRotating } from "./rotation.ts";

const [clientName = "", strategyName, requests = "0"] = process.argv.slice(2);
const client = clients.get(clientName);
const strategy = strategies.find(({ name }) => name === strategyName);
if (client === undefined || strategy === undefined) throw new Error("There is no such client or strategy.");

const warnings: string[] = [];
process.on("warning", ({ message }) => warnings.push(message));
// An unhandled rejection ends the process with an error.
const together = await sendWhileRotating(client, strategy, 1_000, 250);
const inTurn = await sendWhileRotating(client, strategy, 1_000, 10);
const endurance = await endure(client, strategy, Number(requests));
console.log(JSON.stringify({ together, inTurn, endurance, warnings }));
