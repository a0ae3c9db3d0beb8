/** One renewal of a process, from its wait for the lock to its write. */
interface Renewal {
  /** The fault that hit the process meanwhile. */
  fault: string | undefined;
  /** Whether the process was stopped meanwhile for longer than the lock lives. */
  isStopped: boolean;
  /** The exchange that is not known to be stored or lost yet. */
  exchange: Exchange | undefined;
}

/** An exchange that the server has committed. */
interface Exchange {
  readonly at: number;
  readonly worker: number;
  readonly renewal: Renewal;
  /** Whether its process was stopped before, so that it could not know of another process' exchange meanwhile. */
  readonly isLate: boolean;
  /** The fault that destroyed the token, unless the token was stored all the same. */
  fault: string | undefined;
  storedAt: number;
}

const newRenewal = (): Renewal => ({ fault: undefined, isStopped: false, exchange: undefined });

/**
 * The exchanges of a run, by credential, and how many of them neither an expiry nor a fault explains.
 *
 * A fleet needs one exchange in each life of a token. One that comes earlier is explained in two ways only:
 *
 * - A fault kept the token before it from the store: its response was dropped, its process was killed or stopped before
 *   its write, the store refused the write with its own error, or the write lost against that of a token which
 *   such a fault had delayed. A token that was stored in the end explains nothing after that moment.
 * - Its own process was stopped in the middle of the renewal for longer than the lock lives.
 */
export class Exchanges {
  readonly #life: number;
  readonly #renewals = new Map<string, Renewal>();
  readonly #exchanges = new Map<number, Exchange[]>();
  readonly #byId = new Map<string, Exchange>();

  /** @param life - The life of a token, in milliseconds. */
  constructor(life: number) {
    this.#life = life;
  }

  /** A process begins a renewal. */
  begin(worker: number, subject: number): void {
    this.#renewals.set(`${worker} ${subject}`, newRenewal());
  }

  /** The server has committed an exchange. `fault` is the reason for which its response is dropped. */
  commit(worker: number, subject: number, fault: string | undefined): void {
    const renewal = this.#renewal(worker, subject);
    const exchange = {
      at: Date.now(),
      worker,
      renewal,
      isLate: renewal.isStopped,
      fault,
      storedAt: Number.POSITIVE_INFINITY,
    };
    renewal.exchange = exchange;
    this.#exchanges.set(subject, [...(this.#exchanges.get(subject) ?? []), exchange]);
  }

  /** A fault hits a process, and so all of its renewals. */
  hit(worker: number, fault: string, isStopped: boolean): void {
    for (const [key, renewal] of this.#renewals) {
      if (!key.startsWith(`${worker} `)) continue;
      renewal.fault ??= fault;
      renewal.isStopped ||= isStopped;
    }
  }

  /** A process has stored a credential. */
  stored(worker: number, subject: number, id: string): void {
    const exchange = this.#find(worker, subject, id);
    if (exchange) exchange.storedAt = Date.now();
    this.#renewals.delete(`${worker} ${subject}`);
  }

  /** The store has refused a write because of a fault; `undefined` for an error that no fault explains. */
  refused(worker: number, subject: number, id: string, fault: string | undefined): void {
    const exchange = this.#find(worker, subject, id);
    if (exchange) exchange.fault ??= fault;
  }

  /** A process found another credential in the store when it wanted to write. */
  superseded(worker: number, subject: number, id: string, by: string): void {
    const exchange = this.#find(worker, subject, id);
    const other = this.#byId.get(by);
    if (exchange) exchange.fault ??= other && (other.fault ?? other.renewal.fault);
    this.#renewals.delete(`${worker} ${subject}`);
  }

  get count(): number {
    return [...this.#exchanges.values()].reduce((sum, exchanges) => sum + exchanges.length, 0);
  }

  /** How many tokens each fault destroyed. */
  get destroyed(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { fault, renewal, storedAt } of [...this.#exchanges.values()].flat()) {
      const reason = fault ?? renewal.fault;
      if (reason !== undefined && storedAt === Number.POSITIVE_INFINITY) counts[reason] = (counts[reason] ?? 0) + 1;
    }
    return counts;
  }

  /** The exchanges that came before the last tenth of the life of the token before, without a reason. */
  get excess(): readonly string[] {
    const excess: string[] = [];
    for (const [subject, exchanges] of this.#exchanges) {
      for (const [index, { at, worker, isLate }] of exchanges.entries()) {
        const before = exchanges[index - 1];
        if (!before || isLate || at - before.at >= this.#life * 0.9) continue;
        const wasDestroyed = (before.fault ?? before.renewal.fault) !== undefined && before.storedAt > at;
        if (wasDestroyed) continue;
        const stored = Number.isFinite(before.storedAt) ? `, stored after ${before.storedAt - before.at} ms` : "";
        excess.push(
          `credential ${subject}: process ${worker} exchanged ${at - before.at} ms after process ${before.worker}${stored}`,
        );
      }
    }
    return excess;
  }

  #renewal(worker: number, subject: number): Renewal {
    const renewal = this.#renewals.get(`${worker} ${subject}`) ?? newRenewal();
    this.#renewals.set(`${worker} ${subject}`, renewal);
    return renewal;
  }

  /** Finds an exchange by its credential's id, which is new at the first attempt to store it. */
  #find(worker: number, subject: number, id: string): Exchange | undefined {
    const renewal = this.#renewals.get(`${worker} ${subject}`);
    const exchange = this.#byId.get(id) ?? renewal?.exchange;
    if (exchange) this.#byId.set(id, exchange);
    if (renewal && renewal.exchange === exchange) renewal.exchange = undefined;
    return exchange;
  }
}
