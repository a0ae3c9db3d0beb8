import { Session } from "node:inspector/promises";
import { parentPort } from "node:worker_threads";

// As error reporters do it that record local variables, such as Sentry's SDK with `includeLocalVariables`: whenever
// something is thrown, each frame's variables are read, and the properties of those that are objects.

const session = new Session();
session.connectToMainThread();
const recorded: string[] = [];
let pauses = 0;

async function record(objectId: string | undefined, path: string, depth: number): Promise<void> {
  if (objectId === undefined) return;
  const { result } = await session.post("Runtime.getProperties", { objectId, ownProperties: true });
  for (const { name, value } of result) {
    if (typeof value?.value === "string") recorded.push(`${path}.${name} = ${value.value}`);
    else if (depth > 1) await record(value?.objectId, `${path}.${name}`, depth - 1);
  }
}

/** Node's own code: its variables, such as the request whose response it parses, are not the program's. */
const ofNode = new Set<string>();
session.on("Debugger.scriptParsed", ({ params: { scriptId, url } }) => {
  if (url.startsWith("node:")) ofNode.add(scriptId);
});
session.on("Debugger.paused", async ({ params: { callFrames } }) => {
  pauses++;
  for (const { functionName, scopeChain, location } of callFrames) {
    if (ofNode.has(location.scriptId)) continue;
    for (const { type, object } of scopeChain) {
      if (type === "local" || type === "block") await record(object.objectId, functionName, 2);
    }
  }
  await session.post("Debugger.resume");
});

parentPort?.on("message", () => parentPort?.postMessage({ pauses, recorded }));
await session.post("Debugger.enable");
await session.post("Debugger.setPauseOnExceptions", { state: "all" });
parentPort?.postMessage("ready");
