import type { Config, Instance } from "./axios.ts";

const HTTP = /^https?:\/\//i;

/** The URL that axios makes of a configuration, or `undefined` where it fails to. */
export function finalUrl(config: Config, bare: Instance): string | undefined {
  const { params, paramsSerializer } = config;
  try {
    const url = combinedUrl(config) ?? bare.getUri({ ...config, params: undefined });
    return String(params ? bare.getUri({ url, params, paramsSerializer }) : url);
  } catch {
    return undefined;
  }
}

/** The usual cases without their cost; the adapter itself still goes by `baseURL` and `url`. */
function combinedUrl({ url, baseURL, allowAbsoluteUrls }: Config): string | undefined {
  if (typeof url !== "string" || allowAbsoluteUrls === false) return undefined;
  if (HTTP.test(url)) return url;
  // Without a `//` axios takes no text for an absolute URL.
  if (typeof baseURL !== "string" || !HTTP.test(baseURL) || url.includes("//")) return undefined;
  return url === "" ? baseURL : `${baseURL.replace(/\/?\/$/, "")}/${url.replace(/^\/+/, "")}`;
}

/** Whether the caller brought a credential: a header, the `auth` option, or the URL's userinfo. */
export function hasCredential(config: Config, url: string): boolean {
  return Boolean(config.auth) || config.headers.has("Authorization") || (url.includes("@") && hasUserinfo(url));
}

/**
 * The part of a configuration that leads to exactly `checked`, the URL that core decided on. `full` is what axios made
 * of the configuration: where that was good as it is, so is the configuration, which adapters and mocks know best.
 */
export function target(config: Config, full: string, checked: string): Partial<Config> | undefined {
  // Objects may tell another URL each time, and some versions' adapters forget `allowAbsoluteUrls`.
  const plain = [config.url, config.baseURL].every((text) => text == null || typeof text === "string");
  if (plain && full === checked && config.allowAbsoluteUrls !== false) return undefined;
  return { url: checked, baseURL: undefined, params: undefined };
}

function hasUserinfo(url: string): boolean {
  try {
    const { username, password } = new URL(url, globalThis.location?.href);
    return username + password !== "";
  } catch {
    return false;
  }
}
