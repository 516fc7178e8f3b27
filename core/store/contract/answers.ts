/** The conformance suite's case on answers: what a transition answers is the task as the store holds it. */
import { describe, expect, it } from 'vitest';
import type { Task, TaskId } from '../../task/task.js';
import type { Store } from '../store.js';
import { draft, LEASE, type OpenBench, running } from './bench.js';

const A = 'A' as TaskId;
const by = 'operator:min';

/** Each way to move a task, and the task it answers with. */
const MOVES: readonly (readonly [string, (store: Store) => Promise<Task>])[] = [
  ['an arrival', (store) => store.enqueue(draft('A'))],
  ['a claim', (store) => running(store)],
  ['a completion', async (store) => store.complete((await running(store)).lease, { notes: 'done' })],
  [
    'a failure',
    async (store) => store.fail((await running(store)).lease, { error: 'x', class: 'transient' }),
  ],
  ['a block', async (store) => store.block((await running(store)).lease, { nextAction: 'ask' })],
  ['a release', async (store) => store.release((await running(store)).lease, { reason: 'stop' })],
  [
    'a cancel',
    async (store) => {
      await running(store);
      return store.operate({ kind: 'cancel', id: A, by });
    },
  ],
  [
    'a replan',
    async (store) => {
      await store.enqueue(draft('A'));
      return store.operate({ kind: 'replan', id: A, by, notes: 'smaller', retries: 'reset' });
    },
  ],
];

export function answersContract(open: OpenBench): void {
  describe('the answer', () => {
    it.each(MOVES)('of %s is the task as it is stored', async (_, move) => {
      const { store, clock } = await open();
      clock.advance(LEASE);

      const answered = await move(store);

      expect(await store.find(A)).toEqual(answered);
    });
  });
}
