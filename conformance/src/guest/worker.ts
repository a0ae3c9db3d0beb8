// What workerd runs, when it is asked for `/?control=<origin>`.
import { runCases } from "./run-cases.ts";

export default {
  async fetch(request: Request): Promise<Response> {
    const control = new URL(request.url).searchParams.get("control") ?? "";
    await runCases("workerd", control);
    return new Response("done");
  },
};
