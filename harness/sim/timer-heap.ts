/**
 * The timers of a virtual clock, earliest first. Ties are broken by a drawn key, then by the order of setting.
 * Cancelled timers stay until they come up; whoever takes one asks.
 */
export interface Timer {
  readonly due: number;
  readonly key: number;
  readonly order: number;
  cancelled: boolean;
  fire(): void;
}

/** A binary heap. Invariants: no entry comes before its parent. */
export class TimerHeap {
  readonly #entries: Timer[] = [];

  push(timer: Timer): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent];
      if (above === undefined || !comesBefore(timer, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = timer;
  }

  /** The earliest timer that still counts, or null. */
  pop(): Timer | null {
    for (;;) {
      const first = this.#take();
      if (first === null || !first.cancelled) return first;
    }
  }

  #take(): Timer | null {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (first === undefined || last === undefined) return null;
    if (this.#entries.length > 0) this.#sink(last);
    return first;
  }

  #sink(timer: Timer): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      const left = entries[2 * at + 1];
      const right = entries[2 * at + 2];
      if (left === undefined) break;
      const rightFirst = right !== undefined && comesBefore(right, left);
      const child = rightFirst ? right : left;
      if (!comesBefore(child, timer)) break;
      entries[at] = child;
      at = rightFirst ? 2 * at + 2 : 2 * at + 1;
    }
    entries[at] = timer;
  }
}

function comesBefore(a: Timer, b: Timer): boolean {
  if (a.due !== b.due) return a.due < b.due;
  if (a.key !== b.key) return a.key < b.key;
  return a.order < b.order;
}
