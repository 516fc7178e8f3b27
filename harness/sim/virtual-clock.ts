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
  readonly #sleepers = new WeakMap<AbortSignal, Map<Timer, (reason: unknown) => void>>();
  #now = SIMULATION_START;
  #count = 0;
  #held = 0;

  constructor(ties: Random) {
    this.#ties = ties;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal === undefined) this.#set(ms, resolve);
      else if (signal.aborted) reject(signal.reason);
      else {
        const sleepers = this.#sleepersOn(signal);
        const timer = this.#set(ms, () => {
          sleepers.delete(timer);
          resolve();
        });
        sleepers.set(timer, reject);
      }
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
    const turn = () => {
      if (!settled && this.#held === 0) this.#advance();
    };
    while (!settled) await turns(turn);
    return main;
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

  #set(ms: number, fire: () => void): Timer {
    this.#count += 1;
    const due = this.#now + Math.max(0, Math.ceil(ms));
    const timer = { due, key: this.#ties.next(), order: this.#count, cancelled: false, fire };
    this.#timers.push(timer);
    return timer;
  }

  /** Who sleeps until `signal` at most, and how each is woken by it: one listener, however often they sleep. */
  #sleepersOn(signal: AbortSignal): Map<Timer, (reason: unknown) => void> {
    const known = this.#sleepers.get(signal);
    if (known !== undefined) return known;
    const sleepers = new Map<Timer, (reason: unknown) => void>();
    this.#sleepers.set(signal, sleepers);
    const wake = () => {
      for (const [timer, reject] of sleepers) {
        timer.cancelled = true;
        reject(signal.reason);
      }
    };
    signal.addEventListener('abort', wake, { once: true });
    return sleepers;
  }
}

/** As many as fit between two looks at the world outside. */
const TURNS = 64;

/** Takes one turn after the other; before each, every micro-task that is ready has run. @throws what a turn throws */
function turns(take: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const orReject = () => {
      try {
        take();
      } catch (error) {
        reject(error);
      }
    };
    for (let turn = 0; turn < TURNS; turn += 1) setImmediate(orReject);
    setImmediate(resolve);
  });
}
