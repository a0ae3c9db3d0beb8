/** Sets the clock while `act` runs, so that no case waits for time to pass. */
export async function at<T>(time: number, act: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => time;
  try {
    return await act();
  } finally {
    Date.now = now;
  }
}

/** Runs `act` after the second in which a secret's function is not called again. */
export function afterBrake<T>(act: () => Promise<T>): Promise<T> {
  return at(Date.now() + 1_000, act);
}

/** Lets everything run that is ready to run, such as a renewal in the background. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await undefined;
}

/** Stops the clock and the timers while `act` runs. `pass` moves them on by some milliseconds. */
export async function withClock(act: (pass: (ms: number) => Promise<void>) => Promise<void>): Promise<void> {
  // The case's own time limit is set first.
  await settled();
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  let time = now();
  const timers = new Map<unknown, { readonly due: number; readonly run: () => void }>();
  const replaced = {
    setTimeout: (run: () => void, delay = 0): unknown => {
      // The platform's own handle, for those who call its methods.
      const timer = setTimeout(() => {}, 0);
      clearTimeout(timer);
      timers.set(timer, { due: time + delay, run });
      return timer;
    },
    clearTimeout: (timer: unknown): void => {
      if (!timers.delete(timer)) clearTimeout(timer as never);
    },
  };
  Object.assign(globalThis, replaced);
  Date.now = () => time;
  try {
    await act(async (ms) => {
      const end = time + ms;
      for (;;) {
        await settled();
        const [next] = [...timers].filter(([, { due }]) => due <= end).sort(([, one], [, two]) => one.due - two.due);
        if (!next) break;
        const [timer, { due, run }] = next;
        timers.delete(timer);
        time = due;
        run();
      }
      time = end;
    });
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
  }
}
