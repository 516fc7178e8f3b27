/**
 * Faults of the store and of the way to it, as a scenario's author says them: a store that is full, a disk that fails
 * or is slow, answers that get lost. All but the last need a system that can stage them: capability `store-faults`.
 */
import { draw, type MaybeDrawn } from './drawn.js';
import { expectWhole, ScenarioError } from './expect.js';
import { type Length, plainStrike, type Strike } from './faults.js';

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
  return {
    kind: 'io-error',
    harm: (random) => ({
      kind: 'io-error',
      statement: expectWhole('ioError: statement', draw(statement, random), 1),
    }),
    target: actor,
    for: terms.for,
  };
}

/** Three commits in a row are no longer than an answer may take. */
export const LONGEST_COMMIT_MS = 5_000;

interface Slowness extends Length {
  /** How long a commit takes, ms; a whole number from 1 to 5,000. */
  readonly commitTakes: MaybeDrawn<number>;
}

/** The disk under the store is slow: every commit takes so long, and whoever else wants to write waits for its end. */
export function slowDisk({ commitTakes, ...terms }: Slowness): Strike {
  return {
    kind: 'slow-disk',
    harm: (random) => ({ kind: 'slow-disk', commitMs: expectCommit(draw(commitTakes, random)) }),
    target: 'store',
    for: terms.for,
  };
}

/** What an actor asks for is done, and no answer reaches it. Hang it on `afterCall` to lose that very answer. */
export function loseReplies(actor: string, terms: Length): Strike {
  return plainStrike('reply-lost', actor, terms);
}

function expectCommit(found: number): number {
  if (found <= LONGEST_COMMIT_MS) return expectWhole('slowDisk: commitTakes', found, 1);
  throw new ScenarioError(
    'slowDisk: commitTakes',
    `a whole number of ms from 1 to ${LONGEST_COMMIT_MS}`,
    found,
  );
}
