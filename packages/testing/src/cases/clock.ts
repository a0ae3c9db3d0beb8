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
