/** The conformance suite's cases on replan, where the table has it and nowhere else. */
import { describe, expect, it } from 'vitest';
import type { OperatorCommand } from '../store.js';
import {
  claimed,
  draft,
  eventsOf,
  found,
  LEASE,
  latest,
  type OpenBench,
  refused,
  running,
  story,
} from './bench.js';
import { cancel, exhausted, replan, retry } from './operator-commands.js';

export function replanContract(open: OpenBench): void {
  describe('replan', () => {
    it('blocks running work until its plan is ready', async () => {
      const { store } = await open();
      await running(store);
      const task = await store.operate(replan);
      expect(task).toMatchObject({ status: 'BLOCKED', blockedReason: 'replan', notes: 'replan:new plan' });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'replan', 'blocked']);
    });

    it('returns a final failure to the queue, without a next action', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'no such order', class: 'permanent' });
      const task = await store.operate(replan);
      expect(task).toMatchObject({ status: 'PENDING', availableAt: clock.now(), nextAction: null });
      expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({
        type: 'replan',
        from: 'FAILED',
        to: 'PENDING',
      });
    });

    it('does not shorten the backoff of a task that waits for its retry', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      const retryAt = clock.now() + 60_000;
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING', availableAt: retryAt });
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING', availableAt: retryAt });
    });

    it('does not shorten the backoff of a task that was cancelled, or blocked, while it waited for its retry', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      const retryAt = clock.now() + 60_000;
      await store.sweep({ limit: 10 });
      clock.advance(10_000);
      await store.operate(cancel);
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING', availableAt: retryAt });
      await store.enforce(lease.taskId, { tokens: 3_501, text: null });
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING', availableAt: retryAt });
      expect(await latest(store, 'A', 'replan')).toMatchObject({ not_before_ms: retryAt });
    });

    it('brings a cancelled task back at once when its backoff was cleared, or is over', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await store.operate({ ...retry, kind: 'retry', when: 'now' });
      clock.advance(1_000);
      await store.operate(cancel);
      expect(await store.operate(replan)).toMatchObject({ availableAt: clock.now() });
      await store.fail((await claimed(store)).lease, { error: 'boom', class: 'transient' });
      await store.sweep({ limit: 10 });
      await store.operate(cancel);
      clock.advance(180_001);
      expect(await store.operate(replan)).toMatchObject({ availableAt: clock.now() });
    });

    it('of a run that was cancelled knows no backoff of the run before', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      await claimed(store);
      clock.advance(-30_000);
      await store.operate(cancel);
      expect(await store.operate(replan)).toMatchObject({ availableAt: clock.now() });
    });

    it('uses up a retry when the latest run has used up its own, and says so', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.block(lease, { nextAction: 'ask' });
      const task = await store.operate(replan);
      expect(task).toMatchObject({ retries: 1, notes: expect.stringContaining('retry 1 of 3: replan') });
      expect(await latest(store, 'A', 'retried')).toEqual({
        attempt: 1,
        backoff_s: 0,
        by: 'operator:me',
        max_attempts: 3,
        not_before_ms: clock.now(),
        previous_owner: null,
        reason: 'replan',
      });
      expect(await latest(store, 'A', 'replan')).toMatchObject({ attempts: 'keep', retries: 1 });
    });

    it('uses up no retry of a task that waited when it was cancelled, nor for a run that was handed back', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      await store.release(lease, { reason: 'not mine' });
      await store.operate(cancel);
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING', retries: 0 });
      expect(await story(store, 'A')).not.toContain('retried');
    });

    it('adds no run to those of the budget, however often it is asked', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', { maxRetries: 1 }));
      for (let run = 1; run <= 2; run++) {
        await store.fail((await claimed(store)).lease, { error: 'boom', class: 'permanent' });
        if (run === 1) await store.operate(replan);
      }
      await expect(store.operate(replan)).rejects.toMatchObject({
        code: 'ILLEGAL_TRANSITION',
        hint: expect.stringContaining('--reset-attempts'),
      });
      expect(await found(store, 'A')).toMatchObject({ status: 'FAILED', run: 2, retries: 1 });
    });

    it('grants all runs again with the reset, and counts from there', async () => {
      const { store } = await open();
      const reset = { ...replan, retries: 'reset' } as OperatorCommand;
      await exhausted(store);
      expect(await store.operate(reset)).toMatchObject({ status: 'PENDING', retries: 0 });
      await store.fail((await claimed(store)).lease, { error: 'boom', class: 'transient' });
      await refused(store.operate(replan), 'ILLEGAL_TRANSITION');
      expect(await store.operate(reset)).toMatchObject({ status: 'PENDING', retries: 0 });
    });

    it('restores the retries only when it is told to, and says so', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      expect(await store.operate(replan)).toMatchObject({ retries: 1 });
      expect(await latest(store, 'A', 'replan')).toMatchObject({ attempts: 'keep', retries: 1 });
      expect(
        await store.operate({ ...replan, kind: 'replan', notes: 'again', retries: 'reset' }),
      ).toMatchObject({
        retries: 0,
      });
      expect(await latest(store, 'A', 'replan')).toMatchObject({ attempts: 'reset', retries: 0 });
    });
  });
}
