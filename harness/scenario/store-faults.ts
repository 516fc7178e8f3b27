/**
 * Faults of the store and of the way to it, as a scenario's author says them: a store that is full, a disk that fails,
 * answers that get lost. The first two need a system that can stage them: capability `store-faults`.
 */
import { draw, type MaybeDrawn } from './drawn.js';
import { expectWhole } from './expect.js';
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

/** What an actor asks for is done, and no answer reaches it. Hang it on `afterCall` to lose that very answer. */
export function loseReplies(actor: string, terms: Length): Strike {
  return plainStrike('reply-lost', expectActor('loseReplies', actor), terms);
}
