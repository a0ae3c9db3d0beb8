/** What the view has of a `ClientRequest` or an `XMLHttpRequest`: nothing that is an object itself. */
const SHOWN: readonly string[] = (
  "method path host protocol reusedSocket getHeader getHeaders abort destroy " +
  "status responseURL getResponseHeader getAllResponseHeaders"
).split(" ");
/** What it has of the answer that Node keeps beside the request. */
const SHOWN_OF_ANSWER: readonly string[] = "responseUrl redirects statusCode headers httpVersion".split(" ");

type Fields = Record<PropertyKey, unknown>;

// One view for each request, so that `error.request === error.response.request` stays true.
const views = new WeakMap<object, unknown>();

/**
 * What takes a sent request's place in responses and errors. A fetch `Request` stays, without the header. Of any other
 * there is a view: from Node's own object a path leads through its agent to requests that are under way just now.
 */
export function requestView(request: unknown, header: string): unknown {
  if (!isObject(request)) return request;
  const { headers } = request;
  if (isObject(headers) && typeof headers.delete === "function") {
    headers.delete("Authorization");
    return request;
  }
  const view = views.get(request) ?? makeView(request, header);
  views.set(request, view);
  if (isObject(view)) views.set(view, view);
  return view;
}

function makeView(request: Fields, header: string): Fields {
  // The package follow-redirects has its own object around the latest of Node's.
  const sent = isObject(request._currentRequest) ? request._currentRequest : request;
  forget(sent, header);
  const view = pick(sent, SHOWN);
  if (isObject(sent.res)) view.res = pick(sent.res, SHOWN_OF_ANSWER);
  return view;
}

/**
 * Removes the header from what Node keeps of a request that is over. The caller's own agent, which is in the
 * configuration, still holds it for a moment, and a TLS socket its connection's options for good.
 */
function forget(sent: Fields, header: string): void {
  const { _redirectable: redirectable, socket } = sent;
  redact(sent, "_header", header);
  // What was to be written when there is no connection: by the request, and by its socket.
  redact(sent, "outputData", header);
  if (isObject(socket)) redact(socket, "_pendingData", header);
  for (const holder of [sent, socket, redirectable]) {
    if (!isObject(holder)) continue;
    for (const name of [...Object.getOwnPropertySymbols(holder), "_options"]) {
      const kept = holder[name];
      if (!isObject(kept)) continue;
      Reflect.deleteProperty(kept, "authorization");
      if (isObject(kept.headers)) Reflect.deleteProperty(kept.headers, "Authorization");
    }
  }
}

/** Takes the header out of a text, or out of a list of texts that are to be written. */
function redact(holder: Fields, name: string, header: string): void {
  const kept = holder[name];
  if (typeof kept === "string") holder[name] = kept.replace(header, "[redacted]");
  if (!Array.isArray(kept)) return;
  for (const part of kept) for (const text of ["data", "chunk"]) redact(part, text, header);
}

function pick(source: Fields, names: readonly string[]): Fields {
  const picked: Fields = {};
  for (const name of names) {
    const value = source[name];
    if (value !== undefined) picked[name] = typeof value === "function" ? value.bind(source) : value;
  }
  return picked;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
