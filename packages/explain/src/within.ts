/** Returns the result of `run`, or `undefined` if it fails or takes longer than `milliseconds`. */
export async function within<Result>(
  milliseconds: number,
  run: () => Result | PromiseLike<Result>,
): Promise<Result | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([run(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
