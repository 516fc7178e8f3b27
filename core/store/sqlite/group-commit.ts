/**
 * Group commit: calls that arrive in the same turn of the event loop share one transaction, and each is answered only
 * after it is durable. A commit costs far more than the change it carries, so this is what makes a store both fast and
 * safe. A lone caller pays one turn of the loop; only a locked store is waited for, outside the engine.
 */
import { CodedError, hasCode } from '../../errors.js';
import { type Clock, type DurationMs, type MonotonicMs, milliseconds } from '../../time.js';

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
export function groupCommit({ commit, clock, patience, onGivenUp }: GroupTerms): GroupCommit {
  let waiting: Waiting[] = [];
  let isTakingTurns = false;

  const commitTogether = (group: readonly Waiting[]): readonly Locked[] => {
    const outcomes: unknown[] = [];
    try {
      commit(() => {
        for (const { body } of group) outcomes.push(body());
      });
    } catch (error) {
      if (hasCode(error, 'BUSY')) return [{ group, because: error }];
      // Any trouble but a lock may be one call's own, which must not spoil the rest.
      if (group.length > 1) return group.flatMap((one) => commitTogether([one]));
      for (const { fail } of group) fail(error);
      return [];
    }
    for (const [index, { settle }] of group.entries()) settle(outcomes[index]);
    return [];
  };
  const commitNext = (): readonly Locked[] => {
    const group = waiting.slice(0, MOST_TOGETHER);
    waiting = waiting.slice(MOST_TOGETHER);
    return commitTogether(group);
  };
  const giveUp = ({ fail }: Waiting, because: unknown): void => {
    onGivenUp();
    fail(because);
  };
  /** Gives up those that have waited long enough; the others go back to the head of the line. */
  const keepPatient = (locked: readonly Locked[]): void => {
    const now = clock.elapsed();
    const patient: Waiting[] = [];
    for (const { group, because } of locked) {
      for (const one of group) {
        if (now - one.since < patience) patient.push(one);
        else giveUp(one, because);
      }
    }
    waiting = [...patient, ...waiting];
  };
  const takeTurns = async (): Promise<void> => {
    while (waiting.length > 0) {
      const locked = commitNext();
      if (locked.length === 0) continue;
      keepPatient(locked);
      if (waiting.length > 0) await clock.sleep(BETWEEN_LOOKS);
    }
    isTakingTurns = false;
  };
  return {
    write: <T>(body: () => T | CodedError) =>
      new Promise<T>((resolve, reject) => {
        const settle = (outcome: unknown) =>
          outcome instanceof CodedError ? reject(outcome) : resolve(outcome as T);
        waiting.push({ since: clock.elapsed(), body, settle, fail: reject });
        if (isTakingTurns) return;
        isTakingTurns = true;
        setImmediate(takeTurns);
      }),
    flush() {
      while (waiting.length > 0) {
        for (const { group, because } of commitNext()) for (const one of group) giveUp(one, because);
      }
    },
  };
}
