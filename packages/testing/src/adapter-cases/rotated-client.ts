import type { CaseServer } from "../cases/case-server.ts";
import { renewingStrategy } from "../cases/case-strategies.ts";
import { checkEqual } from "../cases/expectations.ts";
import type { AdapterSubject, WrappedClient } from "./adapter-subject.ts";

/** A client whose first request was accepted and whose secret the server has replaced since: the next one gets a 401. */
export async function rotatedClient(
  { wrap }: AdapterSubject,
  server: CaseServer,
): Promise<Pick<WrappedClient, "send"> & { readonly calls: () => number }> {
  const { strategy, calls } = renewingStrategy(server);
  const { send } = wrap(strategy);
  checkEqual((await send(server.urls.echo, {})).status, 200, "the first status");
  await server.rotate();
  return { send, calls };
}
