/**
 * Faults of the store and of the way to it, as a scenario's author says them: a store that is full, a disk that fails
 * or is slow, answers that get lost. All but the last need a system that can stage them: capability `store-faults`.
 */
import { draw, type MaybeDrawn } from './drawn.js';
import { expectWhole, ScenarioError } from './expect.js';
import { expectActor, type Length, plainStrike, type Strike } from './faults.js';

/** The store may not grow beyond the size it has; what needs no room still fits. */
export function fillStore(terms: Length): Strike {
  return plainStrike('store-full', 'store', terms);
}

interface Place extends Length {
  /** From which statement of each call on the disk fails, from 1, and at the commit when it has fewer; absent: 1. */
  readonly statement?: MaybeDrawn<number>;
}

/** The disk fails under the connection of one actor; whatever its calls had written is undone. */
export function ioError(actor: string, { statement = 1, ...terms }: Place): Strike {
  if (typeof statement === 'number') expectWhole('ioError: statement', statement, 1);
  return {
    kind: 'io-error',
    harm: (random) => ({
      kind: 'io-error',
      statement: expectWhole('ioError: statement', draw(statement, random), 1),
    }),
    target: expectActor('ioError', actor),
    for: terms.for,
  };
}

/** Longer than anybody waits for an answer, with others that wait for the same disk. */
export const LONGEST_COMMIT_MS = 5_000;

interface Slowness extends Length {
  /** How long a commit takes, ms; a whole number from 1 to 5,000. */
  readonly wait: MaybeDrawn<number>;
}

/** The disk under the store is slow: every commit takes `wait`, and whoever else wants to write waits for its end. */
export function slowDisk({ wait, ...terms }: Slowness): Strike {
  if (typeof wait === 'number') expectCommit(wait);
  return {
    kind: 'slow-disk',
    harm: (random) => ({ kind: 'slow-disk', waitMs: expectCommit(draw(wait, random)) }),
    target: 'store',
    for: terms.for,
  };
}

/** What an actor asks for is done, and no answer reaches it. Hang it on `afterCall` to lose that very answer. */
export function loseReplies(actor: string, terms: Length): Strike {
  return plainStrike('reply-lost', expectActor('loseReplies', actor), terms);
}

function expectCommit(found: number): number {
  if (found <= LONGEST_COMMIT_MS) return expectWhole('slowDisk: wait', found, 1);
  throw new ScenarioError('slowDisk: wait', `a whole number of ms from 1 to ${LONGEST_COMMIT_MS}`, found);
}
