import { type CredentialStore, defineSharedStrategy, memoryStore } from "@x/sentry-store";
import { type Figure, figuresOf } from "./figures.ts";

const REQUEST = { url: "https://sentry.io/api/0/", method: "GET" };
const REQUESTS = 10_000;

/** How many calls to the store requests with a shared credential make. */
export async function storeCalls(): Promise<Figure[]> {
  const shared = memoryStore();
  let calls = 0;
  const counted = <Arguments extends unknown[], Result>(call: (...args: Arguments) => Result) => {
    return (...args: Arguments): Result => {
      calls += 1;
      return call(...args);
    };
  };
  const store: CredentialStore = { read: counted(shared.read), replace: counted(shared.replace) };
  let issued = 0;
  const strategy = () =>
    defineSharedStrategy({
      name: "bench",
      store,
      key: "bench",
      origins: ["https://sentry.io"],
      renewBefore: 60_000,
      exchange: async () => {
        issued += 1;
        return { value: `token-${issued}`, issuedAt: Date.now() };
      },
      superseded: () => new Error("superseded") as never,
    });
  const [one, other] = [strategy(), strategy()];
  const first = await one.authorize(REQUEST);
  await other.authorize(REQUEST);
  const rejection = {
    status: 401,
    url: REQUEST.url,
    header: () => undefined,
    text: async () => '{"detail":"Token expired"}',
  };

  const count = async (act: () => Promise<unknown>): Promise<number> => {
    calls = 0;
    await act();
    return calls;
  };
  const valid = await count(async () => {
    for (let request = 0; request < REQUESTS; request += 1) await one.authorize(REQUEST);
  });
  const renewal = await count(async () => other.renew?.(first, REQUEST, rejection));
  const learned = await count(async () => one.renew?.(first, REQUEST, rejection));
  if (valid !== 0 || learned !== 1) throw new Error("a request makes more calls to the store than it should");
  const figure = figuresOf("calls to the store");
  return [
    figure(`${REQUESTS} requests with a valid token`, "calls", valid),
    figure("a renewal, without a lock", "calls", renewal),
    figure("learning that another process has renewed", "calls", learned),
  ];
}
