/**
 * The memory that the simulation shares with the thread of one actor, and whose turn it is. Exactly one of the two
 * runs at any time, the other waits inside `Atomics.wait`: so the order of everything is decided by the simulation.
 */

/** Why a thread rests: before a statement, asleep in virtual time, or at the end of what it was told to do. */
const RESTS = ['statement', 'sleep', 'end'] as const;
export type Rest = (typeof RESTS)[number];

/** What a thread is let run for: a message, its next statement, or to close its connection at once. */
const ORDERS = ['obey', 'go-on', 'drop'] as const;
export type Order = (typeof ORDERS)[number];

/** What a thread is told of the time when it is let run, both in ms since the epoch. */
export interface Clocks {
  readonly now: () => number;
  /** What the clock of its actor shows, which a fault may have set wrong. */
  readonly shown: () => number;
}

const HARNESS = 0;
const THREAD = 1;
const BYTES = 32;

/** Invariant: only the side whose turn it is writes. */
export class Turn {
  readonly memory: SharedArrayBuffer;
  /** Whose turn it is, and the reason it was given. */
  readonly #whole: Int32Array;
  /** The virtual instant; how long a sleeping thread asks to sleep, ms; and what the actor's clock shows. */
  readonly #times: Float64Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.memory = memory;
    this.#whole = new Int32Array(memory, 0, 2);
    this.#times = new Float64Array(memory, 8, 3);
  }

  get now(): number {
    return this.#times[0] as number;
  }

  get shown(): number {
    return this.#times[2] as number;
  }

  get sleepMs(): number {
    return this.#times[1] as number;
  }

  /** The simulation's side: lets the thread run until it comes to rest. */
  admit(order: Order, { now, shown }: Clocks): Rest {
    this.#times[0] = now();
    this.#times[2] = shown();
    this.#give(THREAD, ORDERS.indexOf(order));
    this.#waitWhile(THREAD);
    return RESTS[this.#whole[1] as number] as Rest;
  }

  /** The thread's side: comes to rest until it is let go on. */
  rest(because: Rest, sleepMs = 0): Order {
    this.#times[1] = sleepMs;
    this.#give(HARNESS, RESTS.indexOf(because));
    return this.awaited();
  }

  /** The thread's side: waits for its first turn. */
  awaited(): Order {
    this.#waitWhile(HARNESS);
    return ORDERS[this.#whole[1] as number] as Order;
  }

  /** The other side's notice may come after its turn is over: what counts is whose turn it is, not being woken. */
  #waitWhile(side: number): void {
    while (Atomics.load(this.#whole, 0) === side) Atomics.wait(this.#whole, 0, side);
  }

  #give(side: number, reason: number): void {
    this.#whole[1] = reason;
    Atomics.store(this.#whole, 0, side);
    Atomics.notify(this.#whole, 0);
  }
}
