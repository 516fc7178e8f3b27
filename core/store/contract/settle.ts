/** The conformance suite's cases on the end of a run: done, failed, blocked, and what may not follow. */
import { describe, expect, it } from 'vitest';
import { fencingToken } from '../../task/ids.js';
import type { InProgress, LeaseProof } from '../../task/task.js';
import type { Store } from '../store.js';
import { claimed, eventsOf, found, LEASE, latest, type OpenBench, refused, running, story } from './bench.js';

const transient = { error: 'boom', class: 'transient' } as const;
const permanent = { error: 'bad input', class: 'permanent' } as const;

const ENDS: readonly (readonly [string, (store: Store, proof: LeaseProof) => Promise<unknown>])[] = [
  ['DONE', (store, proof) => store.complete(proof, { notes: 'ok' })],
  ['FAILED', (store, proof) => store.fail(proof, permanent)],
  ['BLOCKED', (store, proof) => store.block(proof, { nextAction: 'ask the owner' })],
];

export function settleContract(open: OpenBench): void {
  describe('complete', () => {
    it('ends the task as DONE and takes the lease away', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store, 'A', { notes: 'asked for by me' });
      clock.advance(5_000);
      const task = await store.complete(lease, { notes: 'all good' });
      expect(task).toMatchObject({ status: 'DONE', settledAt: clock.now(), duplicateOf: null, run: 1 });
      expect(task.notes).toBe('asked for by me | all good');
      expect(task).not.toHaveProperty('lease');
      expect(await found(store, 'A')).toEqual(task);
      expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({
        type: 'done',
        from: 'IN_PROGRESS',
        to: 'DONE',
      });
    });

    it('forgets the error of an earlier run', async () => {
      const { store, clock } = await open();
      const first = await running(store);
      await store.fail(first.lease, transient);
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      const second = await claimed(store);
      expect(second.lastError).toBe('boom');
      expect(await store.complete(second.lease, { notes: 'ok' })).toMatchObject({
        lastError: null,
        nextAction: null,
      });
    });
  });

  failContract(open);

  describe('block', () => {
    it('ends the run as BLOCKED with what has to be given', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const task = await store.block(lease, { nextAction: 'ask the owner for the key' });
      expect(task).toMatchObject({ status: 'BLOCKED', blockedReason: 'external_input' });
      expect(task.nextAction).toBe('ask the owner for the key');
      expect(await latest(store, 'A', 'blocked')).toMatchObject({ reason: 'external_input', holder: 'w1' });
    });

    it('refuses to block without a next action', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.block(lease, { nextAction: ' ' }), 'INVALID');
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS' });
    });
  });

  releaseContract(open);

  describe.each(ENDS)('a task that is %s', (status, end) => {
    it.each(ENDS)('is not settled again as %s by the holder of its last run', async (_, endAgain) => {
      const { store } = await open();
      const { lease } = await running(store);
      await end(store, lease);
      const before = await found(store, 'A');
      await refused(endAgain(store, lease), 'ILLEGAL_TRANSITION');
      expect(await found(store, 'A')).toEqual(before);
      expect(await latest(store, 'A', 'transition_rejected')).toMatchObject({ status, fence: 1 });
    });

    it('tells an older fence that its lease is lost', async () => {
      const { store, clock } = await open();
      const stale = await staleAndCurrent(store, clock);
      await end(store, stale.current.lease);
      await refused(store.complete(stale.old.lease, { notes: 'late' }), 'LEASE_LOST');
      expect(await found(store, 'A')).toMatchObject({ status });
      expect((await story(store, 'A')).at(-1)).toBe('stale_write_rejected');
    });

    it('takes no heartbeat', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await end(store, lease);
      await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'LEASE_LOST');
    });

    it('is claimed by nobody', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      await end(store, lease);
      clock.advance(10 * LEASE);
      await store.sweep({ limit: 10 });
      expect(await store.claim(lease.holder, { leaseFor: LEASE })).toBeNull();
    });
  });
}

function releaseContract(open: OpenBench): void {
  describe('release', () => {
    it('ends the run as one that may be tried again, and says who gave it back and why', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      const task = await store.release(lease, { reason: 'not mine' });
      expect(task).toMatchObject({
        status: 'FAILED',
        retryAt: clock.now() + 60_000,
        lastError: 'released: not mine',
      });
      expect(await latest(store, 'A', 'lease_released')).toEqual({ holder: 'w1', reason: 'not mine' });
    });

    it('is no way around the retries: the last one is final', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      expect(await store.release(lease, { reason: 'not mine' })).toMatchObject({
        status: 'FAILED',
        retryAt: null,
      });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_released', 'failed', 'exhausted']);
    });

    it('refuses to give back without a reason', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.release(lease, { reason: ' ' }), 'INVALID');
    });
  });
}

async function staleAndCurrent(
  store: Store,
  clock: { advance(ms: number): void },
): Promise<{ old: InProgress; current: InProgress }> {
  const old = await running(store);
  clock.advance(LEASE);
  await store.sweep({ limit: 10 });
  clock.advance(60_000);
  return { old, current: await claimed(store) };
}

function failContract(open: OpenBench): void {
  describe('fail', () => {
    it('waits for a retry when the failure is transient, from the failure on', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(5_000);
      const task = await store.fail(lease, transient);
      expect(task).toMatchObject({
        status: 'FAILED',
        failureClass: 'transient',
        retryAt: clock.now() + 60_000,
      });
      expect(task).toMatchObject({ lastError: 'boom', retries: 0, nextAction: null, notes: 'failed: boom' });
      expect(await latest(store, 'A', 'failed')).toEqual({
        backoff_s: 60,
        class: 'transient',
        error: 'boom',
        final: false,
        holder: 'w1',
        not_before_ms: clock.now() + 60_000,
      });
    });

    it('is final at once when the failure is permanent, and says what to do next', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const task = await store.fail(lease, permanent);
      expect(task).toMatchObject({ status: 'FAILED', failureClass: 'permanent', retryAt: null });
      expect(task.nextAction).toContain('ops replan --id A');
      expect(task.notes).toBe(`failed: bad input | next: ${task.nextAction}`);
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'failed']);
    });

    it('waits 60, 180 and 600 s, and is final after the fourth run', async () => {
      const { store, clock } = await open();
      await running(store, 'A').then(({ lease }) => store.fail(lease, transient));
      for (const wait of [60_000, 180_000]) {
        await runAgain(store, clock, { wait, error: `error of wait ${'x'.repeat(wait / 60_000)}` });
      }
      expect(await found(store, 'A')).toMatchObject({ retryAt: clock.now() + 600_000, retries: 2 });
      await runAgain(store, clock, { wait: 600_000, error: 'the last one' });
      const task = await found(store, 'A');
      expect(task).toMatchObject({
        status: 'FAILED',
        retryAt: null,
        retries: 3,
        run: 4,
        lastError: 'the last one',
      });
      expect(task.nextAction).toContain('--reset-attempts');
      expect(task.notes).not.toContain('the same error');
      expect((await story(store, 'A')).slice(-2)).toEqual(['failed', 'exhausted']);
      expect(await latest(store, 'A', 'exhausted')).toEqual({
        attempt: 3,
        last_error: 'the last one',
        max_attempts: 3,
        runs: 4,
      });
    });

    it('never retries a task that was added with no retries', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      const task = await store.fail(lease, transient);
      expect(task).toMatchObject({ retryAt: null });
      expect(task.notes).not.toContain('the same error');
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'failed', 'exhausted']);
    });

    it('notes it when every run ended with the same error, numbers apart', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 1 });
      await store.fail(lease, { error: 'Timeout after 30 s', class: 'transient' });
      await runAgain(store, clock, { wait: 60_000, error: 'timeout after 31 s' });
      expect((await found(store, 'A')).notes).toContain('| the same error on every run | next: ');
    });

    it('does not call errors the same when a run between them lost its lease', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 2 });
      await store.fail(lease, transient);
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      await claimed(store);
      clock.advance(LEASE);
      await runAgain(store, clock, { wait: 180_000, error: 'boom' });
      const task = await found(store, 'A');
      expect(task).toMatchObject({ status: 'FAILED', retryAt: null });
      expect(task.notes).not.toContain('the same error');
    });

    it('keeps every earlier note', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store, 'A', { notes: 'asked for by me' });
      await store.fail(lease, transient);
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      const task = await store.complete((await claimed(store)).lease, { notes: 'ok' });
      expect(task.notes).toBe('asked for by me | failed: boom | retry 1 of 3: failed | ok');
    });

    it.each([
      ['an error that says nothing', { error: ' ', class: 'transient' }],
      ['an unknown class', { error: 'boom', class: 'odd' as 'transient' }],
    ] as const)('refuses %s', async (_, failure) => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.fail({ ...lease, fence: fencingToken(lease.fence) }, failure), 'INVALID');
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS' });
    });
  });
}

async function runAgain(
  store: Store,
  clock: { advance(ms: number): void },
  { wait, error }: { readonly wait: number; readonly error: string },
): Promise<void> {
  await store.sweep({ limit: 10 });
  clock.advance(wait);
  const { lease } = await claimed(store);
  await store.fail(lease, { error, class: 'transient' });
}
