/** The conformance suite's cases on the log: it explains every state, and can be read in parts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginAudit } from '../../consistency/audit.js';
import { continued } from '../../consistency/history.js';
import { facts, replay } from '../../consistency/replay.js';
import { eventSeq, taskId } from '../../task/ids.js';
import type { LeaseProof } from '../../task/task.js';
import { mayMove } from '../../task/transitions.js';
import { type Bench, claimed, draft, eventsOf, type OpenBench, refused, running } from './bench.js';
import { commands, perform } from './commands.js';

async function expectExplained({ store }: Bench): Promise<void> {
  const tasks = await store.list({ limit: 1_000 });
  const events = await eventsOf(store);
  const replayed = replay(events);
  expect(Object.fromEntries(replayed)).toEqual(
    Object.fromEntries(tasks.map((task) => [task.id, facts(task)])),
  );
  const audit = beginAudit(events.at(-1)?.seq ?? eventSeq(0));
  for (const task of tasks) {
    const history = events.filter((event) => event.taskId === task.id).reduce(continued, null);
    expect(audit.judge(task, history)).toEqual([]);
  }
}

export function eventsContract(open: OpenBench): void {
  describe('the event log', () => {
    it('numbers events in order and names who caused them', async () => {
      const { store, clock } = await open({ actor: 'worker:w1' });
      await running(store);
      const events = await eventsOf(store);
      expect(events.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(events.every(({ actor, at }) => actor === 'worker:w1' && at === clock.now())).toBe(true);
    });

    it('sorts the keys of its data', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.fail(lease, { error: 'boom', class: 'transient' });
      for (const { data } of await eventsOf(store))
        expect(Object.keys(data)).toEqual(Object.keys(data).sort());
    });

    it('is read from after a position, a part at a time', async () => {
      const { store } = await open();
      for (const id of ['A', 'B', 'C']) await store.enqueue(draft(id));
      const first = await store.eventsAfter(eventSeq(0), { limit: 2 });
      const rest = await store.eventsAfter(eventSeq(2), { limit: 2 });
      expect([...first, ...rest].map((event) => event.taskId)).toEqual(['A', 'B', 'C']);
    });

    it('is read for one task alone', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await store.enqueue(draft('B'));
      await claimed(store);
      const events = await store.eventsAfter(eventSeq(1), { limit: 10, taskId: taskId('A') });
      expect(events.map(({ type }) => type)).toEqual(['picked']);
    });

    it('is not read without a bound', async () => {
      const { store } = await open();
      await refused(store.eventsAfter(eventSeq(0), { limit: 0 }), 'INVALID');
    });

    it('explains every state, whatever was done to the store', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(commands, { minLength: 5, maxLength: 60 }), async (steps) => {
          const bench = await open();
          const proofs: LeaseProof[] = [];
          for (const step of steps) {
            await perform(bench, step, proofs);
            await expectExplained(bench);
          }
          await expectLawful(bench);
        }),
        { numRuns: 60, seed: 20_260_101 },
      );
    });
  });

  describe('census', () => {
    it('counts what the states hide', async () => {
      const { store, clock } = await open();
      const key = { idempotencyKey: 'k' };
      await store.complete((await running(store, 'DONE', key)).lease, { notes: 'ok' });
      await store.fail((await running(store, 'FINAL')).lease, { error: 'bad', class: 'permanent' });
      await store.enqueue(draft('SKIPPED', key));
      await running(store, 'EXPIRED');
      clock.advance(60_000);
      await store.fail((await running(store, 'WAITING')).lease, { error: 'boom', class: 'transient' });
      await store.operate({ kind: 'retry', id: taskId('WAITING'), by: 'me', when: 'after-backoff' });
      expect(await store.census()).toEqual({
        byStatus: { PENDING: 1, IN_PROGRESS: 1, DONE: 2, FAILED: 1, BLOCKED: 0 },
        waiting: 1,
        expired: 1,
        failedFinal: 1,
        skipped: 1,
        oldestEligibleAt: null,
      });
    });

    it('tells since when the longest-waiting runnable task has been runnable, whatever its priority', async () => {
      const { store, clock } = await open();
      const since = clock.now();
      await store.enqueue(draft('OLD', { priority: 'P2' }));
      clock.advance(1_000);
      await store.enqueue(draft('NEW', { priority: 'P0' }));
      expect(await store.census()).toMatchObject({ oldestEligibleAt: since });
    });
  });

  describe('list', () => {
    it('answers in pick order, and only what was asked for', async () => {
      const { store } = await open();
      await store.enqueue(draft('B'));
      await store.enqueue(draft('A'));
      await store.enqueue(draft('P0', { priority: 'P0' }));
      await claimed(store);
      expect((await store.list({ limit: 10 })).map(({ id }) => id)).toEqual(['P0', 'B', 'A']);
      expect((await store.list({ status: 'PENDING', limit: 1 })).map(({ id }) => id)).toEqual(['B']);
      expect((await store.list({ status: 'IN_PROGRESS', limit: 9 })).map(({ id }) => id)).toEqual(['P0']);
      expect((await store.list({ priority: 'P1', limit: 9 })).map(({ id }) => id)).toEqual(['B', 'A']);
      expect(await store.list({ status: 'PENDING', priority: 'P0', limit: 9 })).toEqual([]);
    });

    it('refuses to list without a bound, or a status or priority it does not know', async () => {
      const { store } = await open();
      await refused(store.list({ limit: 0 }), 'INVALID');
      await refused(store.list({ limit: 1, status: 'GONE' as 'DONE' }), 'INVALID');
      await refused(store.list({ limit: 1, priority: 'P9' as 'P0' }), 'INVALID');
    });
  });

  describe('tasksAfter', () => {
    it('answers in the order of arrival, from after a place, a part at a time', async () => {
      const { store } = await open();
      for (const id of ['B', 'A']) await store.enqueue(draft(id));
      await store.enqueue(draft('P0', { priority: 'P0' }));
      const first = await store.tasksAfter(0, { limit: 2 });
      expect(first.map(({ id }) => id)).toEqual(['B', 'A']);
      const rest = await store.tasksAfter(first.at(-1)?.seq ?? 0, { limit: 2 });
      expect(rest.map(({ id }) => id)).toEqual(['P0']);
    });

    it('refuses to go on without a bound, or from nowhere', async () => {
      const { store } = await open();
      await refused(store.tasksAfter(0, { limit: 0 }), 'INVALID');
      await refused(store.tasksAfter(-1, { limit: 1 }), 'INVALID');
    });
  });

  it('a store that was used in the ordinary way has no integrity findings', async () => {
    const { store } = await open();
    await running(store);
    expect(await store.integrity()).toEqual([]);
  });
}

/** What must hold whatever was done: only declared steps, at most one running and one done task per key. */
async function expectLawful({ store }: Bench): Promise<void> {
  for (const { from, to } of await eventsOf(store)) {
    if (to !== null) expect(mayMove(from, to)).toBe(true);
  }
  const tasks = await store.list({ limit: 1_000 });
  for (const key of ['k1', 'k2']) {
    const twins = tasks.filter(({ idempotencyKey }) => idempotencyKey === key);
    expect(twins.filter(({ status }) => status === 'IN_PROGRESS').length).toBeLessThanOrEqual(1);
    expect(
      twins.filter((task) => task.status === 'DONE' && task.duplicateOf === null).length,
    ).toBeLessThanOrEqual(1);
  }
  expect(await store.integrity()).toEqual([]);
}
