/**
 * A function that sends an exchange, like the platform's `fetch`. It must not follow redirects if `redirect` is `"manual"`.
 *
 * @example
 * const logged: ExchangeFetchLike = (url, init) => {
 *   console.log(init.method, url);
 *   return fetch(url, init);
 * };
 */
export type ExchangeFetchLike = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly redirect: "manual";
  },
) => Promise<{
  readonly status: number;
  readonly redirected?: boolean | undefined;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;
