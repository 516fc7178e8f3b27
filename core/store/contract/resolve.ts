/** The conformance suite's cases on a settlement by hand, and on who has lost a lease to somebody else. */
import { describe, expect, it } from 'vitest';
import { taskId } from '../../task/ids.js';
import type { LeaseProof } from '../../task/task.js';
import type { OperatorCommand, Store } from '../store.js';
import { draft, eventsOf, found, LEASE, latest, type OpenBench, refused, running, W2 } from './bench.js';

const A = taskId('A');
const by = 'operator:me';
const resolve = (as: 'done' | 'failed'): OperatorCommand => ({
  kind: 'resolve',
  id: A,
  by,
  as,
  reason: 'seen',
});

/** Ways to bring a task into each state that an operator may settle. */
const WAYS: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ['PENDING', (store) => store.enqueue(draft('A'))],
  ['IN_PROGRESS', (store) => running(store)],
  [
    'FAILED',
    (store) => running(store).then(({ lease }) => store.fail(lease, { error: 'x', class: 'transient' })),
  ],
  ['BLOCKED', (store) => running(store).then(({ lease }) => store.block(lease, { nextAction: 'ask' }))],
];

/** Ways in which somebody else ends a run. */
const THEFTS: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ['cancelled', (store) => store.operate({ kind: 'cancel', id: A, by })],
  ['replanned', (store) => store.operate({ kind: 'replan', id: A, by, notes: 'n', retries: 'keep' })],
  ['blocked by the guardrail', (store) => store.enforce(A, { tokens: 3_501, text: null })],
  ['resolved as done', (store) => store.operate(resolve('done'))],
  ['resolved as failed', (store) => store.operate(resolve('failed'))],
];
const ENDS: readonly (readonly [string, (store: Store, proof: LeaseProof) => Promise<unknown>])[] = [
  ['complete', (store, proof) => store.complete(proof, { notes: 'late' })],
  ['fail', (store, proof) => store.fail(proof, { error: 'late', class: 'transient' })],
];

export function resolveContract(open: OpenBench): void {
  describe('resolve', () => {
    it.each(WAYS)(
      'settles a task that is %s as done, for an operator and a reason',
      async (status, bring) => {
        const { store, clock } = await open();
        await bring(store);
        const task = await store.operate(resolve('done'));
        expect(task).toMatchObject({
          status: 'DONE',
          settledAt: clock.now(),
          lastError: null,
          nextAction: null,
        });
        expect(task.notes).toContain('resolved as done by operator:me: seen');
        expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({
          type: 'resolved',
          from: status,
          to: 'DONE',
        });
      },
    );

    it.each(WAYS)('settles a task that is %s as failed for good', async (_, bring) => {
      const { store } = await open();
      await bring(store);
      const task = await store.operate(resolve('failed'));
      expect(task).toMatchObject({ status: 'FAILED', retryAt: null, lastError: 'seen' });
      expect(task.nextAction).toContain('ops replan --id A');
      expect(await store.operate(resolve('failed'))).toEqual(task);
    });

    it('leaves finished work as it is, and the attempt is on record', async () => {
      const { store } = await open();
      await store.complete((await running(store)).lease, { notes: 'ok' });
      const before = await found(store, 'A');
      await refused(store.operate(resolve('failed')), 'ILLEGAL_TRANSITION');
      expect(await found(store, 'A')).toEqual(before);
      expect(await latest(store, 'A', 'transition_rejected')).toMatchObject({ action: 'resolve', by });
    });

    it('needs a reason', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await refused(store.operate({ kind: 'resolve', id: A, by, as: 'done', reason: ' ' }), 'INVALID');
    });

    it('makes a second done task of one key a duplicate, and waits for one that runs', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'B', { idempotencyKey: 'k' });
      await store.enqueue(draft('A', { idempotencyKey: 'k' }));
      await refused(store.operate(resolve('done')), 'INVALID');
      await store.complete(lease, { notes: 'ok' });
      expect(await store.operate(resolve('done'))).toMatchObject({ status: 'DONE', duplicateOf: 'B' });
    });

    it('makes it a duplicate of the task that did the work, not of another duplicate', async () => {
      const { store } = await open();
      const taken = await running(store, 'C', { idempotencyKey: 'k' });
      await store.block(taken.lease, { nextAction: 'ask' });
      await store.complete((await running(store, 'B', { idempotencyKey: 'k' })).lease, { notes: 'ok' });
      await store.operate({ ...resolve('done'), id: taken.id });
      await store.enqueue(draft('A', { idempotencyKey: 'k' }));
      expect(await store.operate(resolve('done'))).toMatchObject({ duplicateOf: 'B' });
    });
  });

  describe.each(THEFTS)('a holder whose task was %s', (_, take) => {
    it.each(ENDS)('has lost its lease when it comes to %s', async (action, end) => {
      const { store } = await open();
      const { lease } = await running(store);
      await take(store);
      const before = await found(store, 'A');
      await refused(end(store, lease), 'LEASE_LOST');
      expect(await found(store, 'A')).toEqual(before);
      expect(await latest(store, 'A', 'stale_write_rejected')).toMatchObject({ action, fence: 1 });
    });
  });

  it('tells a holder that the watchdog gave up on that its lease is lost', async () => {
    const { store, clock } = await open();
    const { lease } = await running(store, 'A', { maxRetries: 0 });
    clock.advance(LEASE);
    await store.sweep({ limit: 10 });
    await refused(store.complete(lease, { notes: 'late' }), 'LEASE_LOST');
    await refused(store.complete({ ...lease, holder: W2 }, { notes: 'late' }), 'LEASE_LOST');
  });
}
