/** Work that is submitted more than once. */
import { type Random, randomFrom } from '../sim/random.js';
import { draw, type MaybeDrawn } from './drawn.js';
import { expectAllOf, expectMs, expectShare } from './expect.js';
import type { PlannedTask } from './plan.js';

/** Later submissions of the same work: how long after the first one, for which share of the tasks. */
export interface Duplicates {
  readonly as: 'same-key' | 'same-id';
  readonly share: number;
  readonly after: readonly MaybeDrawn<number>[];
}

/** The same work submitted again as another task with the same key. */
export function sameKey(terms: Omit<Duplicates, 'as'>): Duplicates {
  return { as: 'same-key', ...terms };
}

/** The same task submitted again under its own id. */
export function sameId(terms: Omit<Duplicates, 'as'>): Duplicates {
  return { as: 'same-id', ...terms };
}

/** What is written as it is; few tasks may have duplicates, and a plan none. @throws ScenarioError */
export function expectDuplicates(duplicates: readonly Duplicates[]): void {
  for (const { as, share, after } of duplicates) {
    expectAllOf('duplicates: as', [as], ['same-key', 'same-id']);
    expectShare('duplicates: share', share);
    for (const wait of after) drawWait(wait, randomFrom(1));
  }
}

/** A task's later submissions, drawn. */
export function duplicatesOf(
  first: PlannedTask,
  kinds: readonly Duplicates[],
  random: Random,
): readonly PlannedTask[] {
  const waits = kinds.flatMap((kind) => {
    const chosen = random.next() < kind.share;
    return chosen ? kind.after.map((wait) => ({ as: kind.as, afterMs: drawWait(wait, random) })) : [];
  });
  return waits.map(({ as, afterMs }, position) => {
    const id = as === 'same-id' ? first.submit.id : `${first.submit.id}.again-${position + 1}`;
    return {
      ...first,
      at: first.at + afterMs,
      submit: { ...first.submit, id },
      fault: 'duplicate-enqueue',
    };
  });
}

function drawWait(wait: MaybeDrawn<number>, random: Random): number {
  return expectMs('duplicates: after', draw(wait, random));
}
