/**
 * The conformance suite's cases on the operator: cancel, replan and retry, where the table has them and nowhere else.
 */
import { describe, expect, it } from 'vitest';
import { taskId } from '../../task/ids.js';
import type { OperatorCommand, Store } from '../store.js';
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

const A = taskId('A');
const cancel: OperatorCommand = { kind: 'cancel', id: A, by: 'operator:me' };
const replan: OperatorCommand = {
  kind: 'replan',
  id: A,
  by: 'operator:me',
  notes: 'new plan',
  retries: 'keep',
};
const retry: OperatorCommand = { kind: 'retry', id: A, by: 'operator:me', when: 'after-backoff' };
const COMMANDS = [cancel, replan, retry];

async function exhausted(store: Store): Promise<void> {
  await store.fail((await running(store, 'A', { maxRetries: 0 })).lease, {
    error: 'boom',
    class: 'transient',
  });
}

export function operatorContract(open: OpenBench): void {
  describe('cancel', () => {
    it('blocks a task that waits', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      const task = await store.operate(cancel);
      expect(task).toMatchObject({
        status: 'BLOCKED',
        blockedReason: 'operator_cancel',
        notes: 'cancelled_by_operator',
      });
      expect(task.nextAction).not.toBeNull();
      expect(await story(store, 'A')).toEqual(['added', 'cancelled', 'blocked']);
    });

    it('stops running work: its worker has lost the lease', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.operate(cancel);
      await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'LEASE_LOST');
      expect(await latest(store, 'A', 'cancelled')).toEqual({ by: 'operator:me', previous_owner: 'w1' });
    });

    it('refuses a blocked task', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await store.operate(cancel);
      await refused(store.operate(cancel), 'ILLEGAL_TRANSITION');
    });

    it('refuses a failed task', async () => {
      const { store } = await open();
      await exhausted(store);
      await refused(store.operate(cancel), 'ILLEGAL_TRANSITION');
    });

    it.each(['retry', 'replan'] as const)('is undone by %s', async (how) => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await store.operate(cancel);
      expect(await store.operate(how === 'retry' ? retry : replan)).toMatchObject({ status: 'PENDING' });
    });
  });

  replanContract(open);
  retryContract(open);

  describe('an operator', () => {
    it.each(COMMANDS.map((command) => [command.kind, command] as const))(
      'cannot %s a task that is done, and the attempt is on record',
      async (kind, command) => {
        const { store } = await open();
        const { lease } = await running(store);
        await store.complete(lease, { notes: 'ok' });
        const before = await found(store, 'A');
        await refused(store.operate(command), 'ILLEGAL_TRANSITION');
        expect(await found(store, 'A')).toEqual(before);
        expect(await latest(store, 'A', 'transition_rejected')).toMatchObject({
          action: kind,
          by: 'operator:me',
        });
      },
    );

    it.each(COMMANDS.map((command) => [command.kind, command] as const))(
      'cannot %s a task nobody added',
      async (_, command) => {
        const { store } = await open();
        await refused(store.operate(command), 'NOT_FOUND');
        expect(await eventsOf(store)).toEqual([]);
      },
    );

    it('has a name, and says why it replans', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await refused(store.operate({ ...cancel, by: ' ' }), 'INVALID');
      await refused(store.operate({ ...replan, kind: 'replan', notes: '', retries: 'keep' }), 'INVALID');
    });

    it('gets work back after an incident: cancel, replan, retry', async () => {
      const { store } = await open();
      await running(store);
      expect(await store.operate(cancel)).toMatchObject({ status: 'BLOCKED' });
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING' });
      expect(await store.operate(retry)).toMatchObject({ status: 'PENDING' });
      const again = await claimed(store);
      expect(again.lease.fence).toBe(2);
      expect(await store.complete(again.lease, { notes: 'ok' })).toMatchObject({ status: 'DONE' });
    });
  });
}

function replanContract(open: OpenBench): void {
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

function retryContract(open: OpenBench): void {
  describe('retry', () => {
    it('changes nothing when the task is pending already', async () => {
      const { store } = await open();
      const task = await store.enqueue(draft('A'));
      expect(await store.operate(retry)).toEqual(task);
      expect(await story(store, 'A')).toEqual(['added']);
    });

    it('returns a failure to the queue and counts it; the backoff stays', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      const task = await store.operate(retry);
      expect(task).toMatchObject({ status: 'PENDING', retries: 1, availableAt: clock.now() + 60_000 });
      expect(await latest(store, 'A', 'retried')).toEqual({
        attempt: 1,
        backoff: 'kept',
        backoff_s: 60,
        by: 'operator:me',
        max_attempts: 3,
        not_before_ms: clock.now() + 60_000,
        previous_owner: null,
        reason: 'operator_retry',
      });
    });

    it('clears the backoff when it is told to, and says so', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toMatchObject({
        availableAt: clock.now(),
      });
      expect(await latest(store, 'A', 'retried')).toMatchObject({ backoff: 'cleared', backoff_s: 0 });
      expect((await claimed(store)).lease.fence).toBe(2);
    });

    it('clears the backoff of a task that is back in the queue, says so, and counts nothing', async () => {
      const { store, clock } = await open();
      await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      clock.advance(10_000);
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toMatchObject({
        status: 'PENDING',
        retries: 1,
        availableAt: clock.now(),
      });
      expect(await latest(store, 'A', 'backoff_cleared')).toEqual({
        by: 'operator:me',
        cleared_ms: 50_000,
        not_before_ms: clock.now(),
      });
      expect((await claimed(store)).lease.fence).toBe(2);
    });

    it('leaves no event when there is no backoff to clear', async () => {
      const { store } = await open();
      const task = await store.enqueue(draft('A'));
      expect(await store.operate({ ...retry, when: 'now' } as OperatorCommand)).toEqual(task);
      expect(await story(store, 'A')).toEqual(['added']);
    });

    it('waits its backoff from the moment a task was blocked', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await store.block(lease, { nextAction: 'ask' });
      const blockedAt = clock.now();
      clock.advance(10_000);
      expect(await store.operate(retry)).toMatchObject({ availableAt: blockedAt + 60_000 });
    });

    it('refuses running work whose lease is alive, and takes it when the lease ran out', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await refused(store.operate(retry), 'ILLEGAL_TRANSITION');
      clock.advance(LEASE);
      expect(await store.operate(retry)).toMatchObject({
        status: 'PENDING',
        availableAt: lease.until + 60_000,
      });
    });

    it('refuses when the retries are used up, and points at the reset', async () => {
      const { store } = await open();
      await exhausted(store);
      await expect(store.operate(retry)).rejects.toMatchObject({
        code: 'ILLEGAL_TRANSITION',
        hint: expect.stringContaining('--reset-attempts'),
      });
      expect(await story(store, 'A')).toContain('transition_rejected');
    });
  });
}
