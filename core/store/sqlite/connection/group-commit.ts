/**
 * Group commit: calls that arrive in the same turn of the event loop share one transaction, and each is answered only
 * after it is durable. A commit costs far more than the change it carries, so this is what makes a store both fast and
 * safe. A lone caller pays one turn of the loop; only a locked store is waited for, outside the engine.
 */
import { CodedError, hasCode } from '../../../errors.js';
import { type Clock, type DurationMs, type MonotonicMs, milliseconds } from '../../../time.js';

/** Most calls that share a transaction, so that other processes get their turn. */
const MOST_TOGETHER = 100;

/** Runs a body in a transaction and answers after the commit. A refusal that the body returns is thrown. */
export type Write = <T>(body: () => T | CodedError) => Promise<T>;

/** How a group is committed, and how long it waits for a locked store. */
export interface GroupTerms {
  /** Runs one body in one transaction and undoes it when it throws. It must not wait for a lock itself. */
  readonly commit: (body: () => void) => void;
  readonly clock: Clock;
  /** How long a call waits for a locked store. */
  readonly patience: DurationMs;
  /** A call was given up, since the store stayed locked. */
  readonly onGivenUp: () => void;
}

interface Waiting {
  readonly since: MonotonicMs;
  readonly body: () => unknown;
  readonly settle: (outcome: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** Calls that found the store locked, and how it said so. */
interface Locked {
  readonly group: readonly Waiting[];
  readonly because: unknown;
}

export interface GroupCommit {
  readonly write: Write;
  /** Commits what has been asked for so far, at once; what finds the store locked is given up. */
  flush(): void;
}

/**
 * Between two looks at a locked store. The engine's own waits grow, so that one process of several on a busy file
 * starves; short and even ones let everybody in after a few transactions of the others.
 */
const BETWEEN_LOOKS = milliseconds(1);

/** Groups writes. */
export function groupCommit(terms: GroupTerms): GroupCommit {
  const line = new Line(terms);
  return {
    write: <T>(body: () => T | CodedError) =>
      new Promise<T>((resolve, reject) => {
        const settle = (outcome: unknown) =>
          outcome instanceof CodedError ? reject(outcome) : resolve(outcome as T);
        line.join({ since: terms.clock.elapsed(), body, settle, fail: reject });
      }),
    flush: () => line.flush(),
  };
}

/** The line of waiting calls. Invariant: a call leaves it by being answered, and only then. */
class Line {
  readonly #terms: GroupTerms;
  #waiting: Waiting[] = [];
  #isMoving = false;

  constructor(terms: GroupTerms) {
    this.#terms = terms;
  }

  join(call: Waiting): void {
    this.#waiting.push(call);
    if (this.#isMoving) return;
    this.#isMoving = true;
    setImmediate(() => void this.#move());
  }

  flush(): void {
    while (this.#waiting.length > 0) {
      for (const { group, because } of this.#commitNext()) {
        for (const one of group) this.#giveUp(one, because);
      }
    }
  }

  async #move(): Promise<void> {
    while (this.#waiting.length > 0) {
      const locked = this.#commitNext();
      if (locked.length === 0) continue;
      this.#waiting = [...this.#patientOf(locked), ...this.#waiting];
      if (this.#waiting.length > 0) await this.#terms.clock.sleep(BETWEEN_LOOKS);
    }
    this.#isMoving = false;
  }

  #commitNext(): readonly Locked[] {
    const group = this.#waiting.slice(0, MOST_TOGETHER);
    this.#waiting = this.#waiting.slice(MOST_TOGETHER);
    return this.#commit(group);
  }

  #commit(group: readonly Waiting[]): readonly Locked[] {
    const outcomes: unknown[] = [];
    try {
      this.#terms.commit(() => {
        for (const { body } of group) outcomes.push(body());
      });
    } catch (error) {
      if (hasCode(error, 'BUSY')) return [{ group, because: error }];
      // Any trouble but a lock may be one call's own, which must not spoil the rest. What a commit may have done
      // all the same is not done again.
      const isCertain = !(error instanceof CodedError && error.effect === 'unknown');
      if (group.length > 1 && isCertain) return group.flatMap((one) => this.#commit([one]));
      for (const { fail } of group) fail(error);
      return [];
    }
    for (const [index, { settle }] of group.entries()) settle(outcomes[index]);
    return [];
  }

  /** Gives up those that have waited long enough, and answers the others. */
  #patientOf(locked: readonly Locked[]): readonly Waiting[] {
    const { clock, patience } = this.#terms;
    const patient: Waiting[] = [];
    for (const { group, because } of locked) {
      for (const one of group) {
        if (clock.elapsed() - one.since < patience) patient.push(one);
        else this.#giveUp(one, because);
      }
    }
    return patient;
  }

  #giveUp({ fail }: Waiting, because: unknown): void {
    this.#terms.onGivenUp();
    fail(because);
  }
}
