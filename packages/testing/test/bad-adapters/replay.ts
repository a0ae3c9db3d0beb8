import type { Flaw } from "./flawed-adapter.ts";

/** Sends something else the third time: the second attempt of a case's second request. */
function thirdBody(body: (given: RequestInit["body"]) => RequestInit["body"]): Flaw {
  return {
    fetch: () => {
      let count = 0;
      return (url, init) => {
        count += 1;
        return fetch(url, count === 3 ? { ...init, body: body(init.body) ?? null } : init);
      };
    },
  };
}

/** Sends again what can be read only once. */
const sentEmpty: Flaw = {
  send: (send) => async (url, init) => {
    const response = await send(url, init);
    return response.status === 401 ? send(url, { method: "POST" }) : response;
  },
};

const emptied = thirdBody(() => null);

/** Adapters that break a promise about what a second attempt sends, by the case that finds them. */
export const badReplay: Readonly<Record<string, Flaw>> = {
  "sends no body a second time, whole": thirdBody(() => "something"),
  "sends a string a second time, whole": emptied,
  "sends JSON a second time, whole": thirdBody(() => '{"said":"something else"}'),
  "sends bytes a second time, whole": emptied,
  "sends an ArrayBuffer a second time, whole": emptied,
  "sends a Blob a second time, whole": thirdBody((body) => (body instanceof Blob ? body.slice(0, 4) : null)),
  "sends a FormData a second time, whole": thirdBody(() => new FormData()),
  "sends a URLSearchParams a second time, whole": emptied,
  "sends a stream a second time whole or not at all, and then gives the server's 401 to the caller": sentEmpty,
  "sends a stream of Node a second time whole or not at all": sentEmpty,
  "sends an async iterable a second time whole or not at all": sentEmpty,
  "sends a generator a second time whole or not at all": sentEmpty,
  "sends a callable async iterable a second time whole or not at all": sentEmpty,
};
