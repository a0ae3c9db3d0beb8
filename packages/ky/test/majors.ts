import ky2, { type KyInstance, type Options } from "ky";
import ky1, { type Options as Options1 } from "ky-1";

/** A hook for both majors: ky 2 hands it one state object, ky 1 the parts one after the other. */
type BeforeRequest = (request: Request) => Request | Response | undefined;
type AfterResponse = (request: Request, response: Response) => unknown;

/** One of ky's majors, and how it says what the other one says differently. */
export interface Major {
  readonly name: string;
  /** ky 1 has the types of ky 2 here, for what both can do. */
  readonly ky: KyInstance;
  /** Lets inputs be relative to this URL. */
  readonly under: (url: string) => Options;
  readonly beforeRequest: (...hooks: BeforeRequest[]) => Options;
  readonly afterResponse: (...hooks: AfterResponse[]) => Options;
}

const options1 = (options: Options1): Options => options as object;

export const majors: readonly Major[] = [
  {
    name: "ky 2",
    ky: ky2,
    under: (url) => ({ baseUrl: url }),
    beforeRequest: (...hooks) => ({ hooks: { beforeRequest: hooks.map((hook) => (state) => hook(state.request)) } }),
    afterResponse: (...hooks) => ({
      hooks: { afterResponse: hooks.map((hook) => (state) => hook(state.request, state.response) as undefined) },
    }),
  },
  {
    name: "ky 1",
    ky: ky1 as object as KyInstance,
    under: (url) => options1({ prefixUrl: url }),
    beforeRequest: (...hooks) =>
      options1({ hooks: { beforeRequest: hooks.map((hook) => (request) => hook(request)) } }),
    afterResponse: (...hooks) =>
      options1({
        hooks: { afterResponse: hooks.map((hook) => (request, _, response) => hook(request, response) as undefined) },
      }),
  },
];
