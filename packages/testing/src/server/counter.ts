/** A count that a test can wait for. */
export interface Counter {
  readonly increment: () => void;
  readonly reached: (count: number) => Promise<void>;
}

export function createCounter(): Counter {
  let current = 0;
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  return {
    increment: () => {
      current += 1;
      if (waiting.length === 0) return;
      const due = waiting.filter(({ count }) => count <= current);
      waiting = waiting.filter(({ count }) => count > current);
      for (const { resolve } of due) resolve();
    },
    reached: (count) =>
      new Promise((resolve) => {
        if (count <= current) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
