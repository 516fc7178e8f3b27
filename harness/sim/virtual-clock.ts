/**
 * Time that passes only when everybody waits: it jumps to the next timer once all code that can run has run.
 * The order of timers due at one instant is drawn from the seed, so a seed fixes the whole interleaving.
 */
import type { HarnessClock } from '../sut.js';
import type { Random } from './random.js';
import { type Timer, TimerHeap } from './timer-heap.js';

/** 2026-01-01T00:00:00Z, where every simulated run begins. */
export const SIMULATION_START = 1_767_225_600_000;

/** A clock that can stand still for work that happens outside its time. */
export interface SimulatedClock extends HarnessClock {
  /** Time stands still until `work`, which never sleeps on this clock, is over. */
  hold<T>(work: Promise<T>): Promise<T>;
}

/** Whether time can be held, so that a system may run inside this process. */
export function isSimulated(clock: HarnessClock): clock is SimulatedClock {
  return 'hold' in clock;
}

/** Invariants: `now` is an integer and never decreases; it moves only inside `run`. */
export class VirtualClock implements SimulatedClock {
  readonly #timers = new TimerHeap();
  readonly #ties: Random;
  #now = SIMULATION_START;
  #set = 0;
  #held = 0;

  constructor(ties: Random) {
    this.#ties = ties;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = this.#timer(ms, resolve);
      if (signal) abandonOnAbort(timer, { signal, reject });
      this.#timers.push(timer);
    });
  }

  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
    }
  }

  /**
   * Lets time pass until `main` is settled.
   * @throws when everybody waits and no timer is due: nothing could ever happen again.
   */
  async run<T>(main: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    main.then(settle, settle);
    for (;;) {
      await everythingElse();
      if (settled) return main;
      if (this.#held === 0) this.#advance();
    }
  }

  #advance(): void {
    const timer = this.#timers.pop();
    if (timer === null) {
      throw new Error(
        'expected a timer that is due, found none: every actor waits for something that cannot happen. ' +
          'Work outside virtual time has to be wrapped in hold().',
      );
    }
    this.#now = Math.max(this.#now, timer.due);
    timer.fire();
  }

  #timer(ms: number, fire: () => void): Timer {
    this.#set += 1;
    const due = this.#now + Math.max(0, Math.ceil(ms));
    return { due, key: this.#ties.next(), order: this.#set, cancelled: false, fire };
  }
}

function abandonOnAbort(
  timer: Timer,
  to: { readonly signal: AbortSignal; readonly reject: (reason: unknown) => void },
): void {
  const { fire } = timer;
  const abandon = () => {
    timer.cancelled = true;
    to.reject(to.signal.reason);
  };
  to.signal.addEventListener('abort', abandon, { once: true });
  timer.fire = () => {
    to.signal.removeEventListener('abort', abandon);
    fire();
  };
}

/** One turn of the event loop: every micro-task that is ready has run when it is over. */
function everythingElse(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
