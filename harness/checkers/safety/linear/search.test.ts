/** The search against the definition: every order of every subset, tried one by one on small random histories. */
import { describe, expect, it } from 'vitest';
import { row } from '../../../history/by-hand/history-builder.js';
import { type Random, randomFrom } from '../../../sim/random.js';
import { type Effect, outcomes, type TaskState, UNKNOWN_TASK } from './machine.js';
import type { TaskOperation } from './operations.js';
import { findOrder } from './search.js';

const LINES = 14;
const STATUSES = ['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED'] as const;
const HOLDER = ['heartbeat', 'report', 'block', 'complete', 'fail', 'fail-for-good'] as const;

function operation(effect: Effect, invoke: number, end: number): TaskOperation {
  return { effect, invoke, end, line: null, actor: 'a' };
}

function randomEffect(random: Random): Effect {
  const number = 1 + random.integer(2);
  return random.pick<Effect>([
    { kind: 'claim', run: number, fence: number },
    { kind: 'claim', run: number, fence: number },
    { kind: 'lost-claim', run: 1 },
    { kind: random.pick(HOLDER), fence: number },
    { kind: random.pick(HOLDER), fence: number },
    { kind: random.pick(['requeue', 'exhaust']) },
    { kind: 'requeue' },
    { kind: random.pick(['cancel', 'replan', 'retry']), answered: null },
    { kind: 'skip' },
  ]);
}

function randomOperation(random: Random): TaskOperation {
  const effect = randomEffect(random);
  const invoke = 2 + random.integer(LINES - 4);
  const neverEnds = effect.kind === 'lost-claim' || effect.kind === 'skip' || random.next() < 0.2;
  return operation(effect, invoke, neverEnds ? Infinity : invoke + 1 + random.integer(LINES - invoke));
}

function randomTerms(seed: number) {
  const random = randomFrom(seed);
  const status = random.pick(STATUSES);
  const read = row('T', { status, run: random.integer(3), availableAt: random.pick([null, 1]) });
  const operations = [
    operation({ kind: 'enqueue' }, 0, 1),
    ...Array.from({ length: 1 + random.integer(5) }, () => randomOperation(random)),
    operation({ kind: 'read', row: read }, Infinity, Infinity),
  ];
  const lostSweeps = Array.from({ length: random.integer(3) }, () => random.integer(LINES)).sort(
    (a, b) => a - b,
  );
  return { operations, lostSweeps, limit: 10_000 };
}

/** Whether some order of what is left leads on from `state`. */
function hasOrder(state: TaskState, left: readonly TaskOperation[], sweeps: readonly number[]): boolean {
  const certain = left.filter(({ end, effect }) => Number.isFinite(end) || effect.kind === 'read');
  if (certain.length === 0) return true;
  const firstEnd = Math.min(...certain.map(({ end }) => end));
  for (const next of left) {
    if (next.invoke > firstEnd || (next.effect.kind === 'read' && certain.length > 1)) continue;
    const others = left.filter((one) => one !== next);
    if (outcomes(state, next.effect).some((after) => hasOrder(after, others, sweeps))) return true;
  }
  const [sweep = Infinity, ...otherSweeps] = sweeps;
  if (sweep >= firstEnd) return false;
  return outcomes(state, { kind: 'lost-sweep' }).some((after) => hasOrder(after, left, otherSweeps));
}

describe('the search for an order', () => {
  it('finds one exactly where there is one', () => {
    const found = { order: 0, 'no-order': 0, 'gave-up': 0 };
    for (let seed = 1; seed <= 4000; seed += 1) {
      const terms = randomTerms(seed);
      const { kind } = findOrder(terms);
      found[kind] += 1;
      const expected = hasOrder(UNKNOWN_TASK, terms.operations, terms.lostSweeps) ? 'order' : 'no-order';
      expect([seed, kind]).toEqual([seed, expected]);
    }

    expect(found['gave-up']).toBe(0);
    expect(Math.min(found.order, found['no-order'])).toBeGreaterThan(100);
  });

  it('needs about one position for each operation where calls seldom overlap', () => {
    const beats = Array.from({ length: 5000 }, (_, beat) =>
      operation({ kind: 'heartbeat', fence: 1 }, 4 + beat * 2, 7 + beat * 2),
    );
    const claims = [
      operation({ kind: 'enqueue' }, 0, 1),
      operation({ kind: 'claim', run: 1, fence: 1 }, 2, 3),
    ];
    const read = row('T', { status: 'IN_PROGRESS' });
    const last = operation({ kind: 'read', row: read }, Infinity, Infinity);

    expect(findOrder({ operations: [...claims, ...beats, last], lostSweeps: [], limit: 0 }).kind).toBe(
      'order',
    );
  });
});
