import { type Rejection, readBodyText } from "@x/sentry-core";
import { type ConfigLike, isObject, type ResponseLike } from "./axios-like.ts";
import { isFetchRequest } from "./request-view.ts";
import { teeStream } from "./tee-stream.ts";

const TEXT_LENGTH = 32 * 1024;

/** Returns the common form of a refusal. The caller can still read the response, of any type. */
export function rejectionOf(response: ResponseLike, config: ConfigLike, url: string): Rejection {
  let text: Promise<string | undefined> | undefined;
  return {
    status: response.status,
    url: reportedUrl(response, config, url),
    header: (name) => headerOf(response, name),
    text: () => {
      text ??= textOf(response);
      return text;
    },
  };
}

/** Returns where the response came from, or `undefined` where the adapter does not report it. */
function reportedUrl({ request }: ResponseLike, config: ConfigLike, url: string): string | undefined {
  // The fetch adapter keeps the Request, whose URL is that of before any redirect.
  if (!isObject(request) || isFetchRequest(request)) return undefined;
  const { res, responseURL } = request;
  const reported = (isObject(res) && res.responseUrl) || responseURL;
  if (typeof reported === "string") return reported;
  // Without follow-redirects, which reports the URL, Node follows no redirect. A transport of the caller's may.
  const isDirect = (isObject(res) || config.httpVersion === 2) && !config.transport;
  return isDirect ? url : undefined;
}

function headerOf({ headers }: ResponseLike, name: string): string | undefined {
  const value = isObject(headers) && (typeof headers.get === "function" ? headers.get(name) : fieldOf(headers, name));
  return value === undefined || value === null || value === false ? undefined : String(value);
}

/** An adapter of the caller's own may return its headers as a plain object. */
function fieldOf(headers: Record<PropertyKey, unknown>, name: string): unknown {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The adapters return texts, bytes, blobs and streams; parsing follows later. A mock may return a parsed object. */
async function textOf(response: ResponseLike): Promise<string | undefined> {
  const { data } = response;
  try {
    if (data === undefined || data === null) return "";
    if (typeof data === "string") return data.slice(0, TEXT_LENGTH);
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data))
      return await new Blob([data as ArrayBuffer]).slice(0, TEXT_LENGTH).text();
    if (data instanceof Blob) return await data.slice(0, TEXT_LENGTH).text();
    const halves = teeStream(data);
    if (!halves) return JSON.stringify(data);
    response.data = halves[1];
    return await readBodyText(halves[0]);
  } catch {
    return undefined;
  }
}
