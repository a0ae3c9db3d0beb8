/** An exchange that the server has committed. */
interface Exchange {
  readonly at: number;
  readonly worker: number;
  /** Whether a fault destroyed what it issued: the response was lost, or its process died or was stopped before its write. */
  isDestroyed: boolean;
}

/** The server's exchanges, by credential, and how many of them no expiry and no fault explains. */
export class Exchanges {
  readonly #bySubject = new Map<string, Exchange[]>();
  readonly #life: number;
  readonly #hit = new Set<number>();
  destroyed = 0;

  /** @param life - The life of a token, in milliseconds. */
  constructor(life: number) {
    this.#life = life;
  }

  /** Records an exchange. Those of a process that was hit before are destroyed as well. */
  add(subject: string, worker: number, isDestroyed = false): void {
    const exchanges = this.#bySubject.get(subject) ?? [];
    this.#bySubject.set(subject, exchanges);
    exchanges.push({ at: Date.now(), worker, isDestroyed: false });
    if (isDestroyed || this.#hit.has(worker)) this.destroy(subject, worker);
  }

  /** A process was killed or stopped: what it is exchanging and has not stored is destroyed. */
  hit(worker: number, subjects: readonly string[]): void {
    this.#hit.add(worker);
    for (const subject of subjects) this.destroy(subject, worker);
  }

  /** A stopped process goes on. */
  goesOn(worker: number): void {
    this.#hit.delete(worker);
  }

  /** Marks the last exchange of a process as destroyed. */
  destroy(subject: string, worker: number): void {
    const last = this.#bySubject.get(subject)?.findLast((exchange) => exchange.worker === worker);
    if (!last || last.isDestroyed) return;
    last.isDestroyed = true;
    this.destroyed += 1;
  }

  get count(): number {
    return [...this.#bySubject.values()].reduce((sum, exchanges) => sum + exchanges.length, 0);
  }

  /** Exchanges that came before the last tenth of the life of a token that no fault destroyed. */
  get excess(): number {
    let excess = 0;
    for (const exchanges of this.#bySubject.values()) {
      for (const [index, { at }] of exchanges.entries()) {
        const before = exchanges[index - 1];
        if (before && !before.isDestroyed && at - before.at < this.#life * 0.9) excess += 1;
      }
    }
    return excess;
  }
}
