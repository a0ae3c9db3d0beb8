import type { ConfigLike, InstanceLike } from "./axios-like.ts";

const HTTP = /^https?:\/\//i;

/** The URL that axios makes of a configuration, or `undefined` where it fails to. */
export function finalUrl(config: ConfigLike, bare: () => InstanceLike): string | undefined {
  const { params, paramsSerializer } = config;
  try {
    const url = combinedUrl(config) ?? bare().getUri({ ...config, params: undefined });
    return String(params ? bare().getUri({ url, params, paramsSerializer }) : url);
  } catch {
    return undefined;
  }
}

/** The usual cases without their cost; the adapter itself still goes by `baseURL` and `url`. */
function combinedUrl({ url, baseURL, allowAbsoluteUrls }: ConfigLike): string | undefined {
  if (typeof url !== "string" || allowAbsoluteUrls === false) return undefined;
  if (HTTP.test(url)) return url;
  // Without a `//` axios takes no text for an absolute URL.
  if (typeof baseURL !== "string" || !HTTP.test(baseURL) || url.includes("//")) return undefined;
  return url === "" ? baseURL : `${baseURL.replace(/\/?\/$/, "")}/${url.replace(/^\/+/, "")}`;
}
