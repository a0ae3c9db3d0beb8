/**
 * Returns a text if it consists of plain words, so that it can be shown. A text with anything in it that could be a
 * credential, part of a URL or markup is `undefined`: letters mixed with digits, long words, long numbers.
 */
export function plainWords(text: string | undefined): string | undefined {
  const isPlain = text !== undefined && text.length <= 300 && text.split(" ").every((word) => WORD.test(word));
  return isPlain && text.trim() !== "" ? text : undefined;
}

const PART = "(?:[A-Z]?[a-z]{0,19}|[A-Z]{1,12}|[A-Z][a-z]{1,12}[A-Z][a-z]{1,12}|\\d{1,6}|2[Ff][Aa])";
const WORD = new RegExp(`^["'(]{0,2}${PART}(?:[-:/_'.]${PART}){0,4}["')]{0,2}[.,:;!?]?["')]{0,2}$`);

/** Returns the names of scopes in a list, without repetitions. */
export function scopeNames(list: unknown): readonly string[] {
  const names = Array.isArray(list) ? list : [];
  return [...new Set(names.filter((name) => typeof name === "string" && SCOPE.test(name)))].slice(0, 40);
}

const SCOPE = /^(?:[a-z]{2,16}:[a-z]{2,16}|openid|profile|email)$/;

/** Returns the origin of a URL, unless the host could be a secret in the wrong place. */
export function plainOrigin(url: string | undefined): string | undefined {
  const { protocol, host } = (url !== undefined && URL.parse(url)) || { protocol: "", host: "" };
  return /^https?:$/.test(protocol) && HOST.test(host) ? `${protocol}//${host}` : undefined;
}

// Labels of words and numbers, such as `o123`, `ip-10-0-0-5` and `sentry-eu2`.
const LABEL = "(?:(?:[a-z]{1,20}\\d{0,6}|\\d{1,6})(?:-(?:[a-z]{1,20}\\d{0,6}|\\d{1,6})){0,4})";
const HOST = new RegExp(`^(?:localhost|\\[[\\da-f:.]{2,45}\\]|${LABEL}(?:\\.${LABEL}){1,8})(?::\\d{1,5})?$`);

/**
 * Returns an absolute log-in URL, without its query, if it is on the same site as the response and its path consists of
 * plain words and slugs.
 */
export function plainLoginUrl(loginUrl: unknown, base: string | undefined): string | undefined {
  if (typeof loginUrl !== "string" || base === undefined) return undefined;
  const url = URL.parse(loginUrl, base);
  const origin = plainOrigin(url?.href);
  if (!url || !origin || site(origin) !== site(plainOrigin(base))) return undefined;
  return PATH.test(url.pathname) ? origin + url.pathname : undefined;
}

// A slug may have a number at its end.
const PATH = /^(?:\/(?:[a-z]{1,20}|\d{1,4})(?:-(?:[a-z]{1,20}|\d{1,4})){0,4})*\/?$/;

/** Sentry's own origins are one site. */
function site(origin: string | undefined): string | undefined {
  return origin?.replace(/^https:\/\/(?:[\w-]+\.)*sentry\.io$/, "https://sentry.io");
}
