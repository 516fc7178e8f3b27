/** The conformance suite's cases on the ways in: one task, and rows of a rendered queue. */
import { describe, expect, it } from 'vitest';
import { checkStore } from '../../consistency/check-store.js';
import { taskId } from '../../task/ids.js';
import type { Status, TaskDraft } from '../../task/task.js';
import { claimed, draft, eventsOf, found, latest, type OpenBench, refused, running, story } from './bench.js';

export function enqueueContract(open: OpenBench): void {
  describe('enqueue', () => {
    it('answers the task as it is stored, with its defaults and its place in the order of arrival', async () => {
      const { store, clock } = await open();
      await store.enqueue(draft('A'));
      const task = await store.enqueue(draft('B', { priority: 'P0', notes: 'first note' }));
      expect(task).toMatchObject({ id: 'B', status: 'PENDING', seq: 2, run: 0, retries: 0, maxRetries: 3 });
      expect(task).toMatchObject({ availableAt: clock.now(), createdAt: clock.now(), notes: 'first note' });
      expect(await found(store, 'B')).toEqual(task);
    });

    it('keeps every character of a text', async () => {
      const { store } = await open();
      const text = '한국어 | "quotes" \\ \n second line 😀';
      await store.enqueue(draft('A', { task: text, successCriteria: text, notes: text }));
      expect(await found(store, 'A')).toMatchObject({ task: text, successCriteria: text, notes: text });
    });

    it('tells what it accepted', async () => {
      const { store } = await open({ actor: 'caller:me' });
      await store.enqueue(draft('A', { idempotencyKey: ' k ', maxRetries: 1 }));
      const [added] = await eventsOf(store, 'A');
      expect(added).toMatchObject({ type: 'added', actor: 'caller:me', from: null, to: 'PENDING', run: 0 });
      expect(added?.data).toEqual({ idempotency_key: 'k', max_attempts: 1, priority: 'P1' });
    });

    it('carries the trace of a task to each of its events', async () => {
      const { store } = await open();
      const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
      const task = await store.enqueue(draft('A', { traceparent }));
      const { lease } = await claimed(store);
      expect(await store.complete(lease, { notes: 'ok' })).toMatchObject({ traceparent });
      expect(task).toMatchObject({ traceparent });
      const events = await eventsOf(store, 'A');
      expect(events.map(({ type, data }) => [type, data['traceparent']])).toEqual([
        ['added', traceparent],
        ['picked', traceparent],
        ['done', traceparent],
      ]);
    });

    it('refuses an id it holds already, and leaves that task alone', async () => {
      const { store } = await open();
      const task = await store.enqueue(draft('A'));
      await refused(store.enqueue(draft('A', { task: 'another' })), 'DUPLICATE_ID');
      expect(await found(store, 'A')).toEqual(task);
      expect(await story(store, 'A')).toEqual(['added']);
    });

    it.each([
      ['an id it could not find again', { id: 'a|b' }],
      ['an unknown priority', { priority: 'P9' }],
      ['a blank task', { task: '  ' }],
      ['blank criteria', { successCriteria: '' }],
      ['too many retries', { maxRetries: 21 }],
      ['a trace of no known form', { traceparent: '00-trace-parent-01' }],
    ])('refuses %s and stores nothing', async (_, fields) => {
      const { store } = await open();
      await refused(store.enqueue(draft('A', fields as Partial<TaskDraft>)), 'INVALID');
      expect(await store.list({ limit: 10 })).toEqual([]);
      expect(await eventsOf(store)).toEqual([]);
    });

    it('finds nothing under an id nobody added', async () => {
      const { store } = await open();
      expect(await store.find(taskId('A'))).toBeNull();
    });
  });

  describe('enqueueSeries', () => {
    const one = { priority: 'P1', task: 'x', successCriteria: 'x' } as const;

    it('goes on from the highest number of the series, with three digits or more', async () => {
      const { store } = await open();
      for (const id of ['ORCH-9', 'ORCH-0998', 'ORCH-9x', 'ORCH-', 'ORCHID-5000', 'XORCH-7000']) {
        await store.enqueue(draft(id));
      }
      const tasks = await store.enqueueSeries('ORCH-', [one, one]);
      expect(tasks.map(({ id }) => id)).toEqual(['ORCH-999', 'ORCH-1000']);
      expect((await store.enqueueSeries('NEW-', [one]))[0]).toMatchObject({
        id: 'NEW-001',
        status: 'PENDING',
      });
    });

    it('adds all or none, and takes no bad prefix', async () => {
      const { store } = await open();
      await refused(store.enqueueSeries('ORCH-', [one, { ...one, task: ' ' }]), 'INVALID');
      await refused(store.enqueueSeries('a b', [one]), 'INVALID');
      expect(await eventsOf(store)).toEqual([]);
    });
  });

  importContract(open);
}

function importContract(open: OpenBench): void {
  describe('importTasks', () => {
    const rows = [
      { ...draft('P'), status: 'PENDING' },
      { ...draft('I'), status: 'IN_PROGRESS' },
      { ...draft('D'), status: 'DONE' },
      { ...draft('F'), status: 'FAILED' },
      { ...draft('B'), status: 'BLOCKED' },
    ] as const;

    it('takes settled rows in as they are, with something for a person to do', async () => {
      const { store } = await open();
      expect(await store.importTasks(rows)).toEqual({
        imported: ['P', 'I', 'D', 'F', 'B'],
        overwritten: [],
        skipped: [],
      });
      expect(await found(store, 'D')).toMatchObject({ status: 'DONE', duplicateOf: null });
      expect(await found(store, 'F')).toMatchObject({ status: 'FAILED', retryAt: null });
      expect((await found(store, 'F')).nextAction).toContain('ops retry --id F');
      expect(await found(store, 'B')).toMatchObject({ status: 'BLOCKED', blockedReason: 'external_input' });
      expect((await found(store, 'B')).notes).toContain('next: ');
    });

    it('takes a row in progress for pending, since no lease can exist for it, and notes that', async () => {
      const { store } = await open();
      await store.importTasks([{ ...draft('I', { notes: 'old' }), status: 'IN_PROGRESS' }]);
      const task = await found(store, 'I');
      expect(task).toMatchObject({ status: 'PENDING', run: 0 });
      expect(task.notes).toBe('old | imported from IN_PROGRESS: no lease can exist for it');
      expect(await latest(store, 'I', 'imported')).toMatchObject({ status: 'IN_PROGRESS' });
    });

    it('leaves alone what it holds, so that importing twice changes nothing', async () => {
      const { store } = await open();
      await store.importTasks(rows);
      const task = await claimed(store);
      expect(await store.importTasks(rows)).toEqual({
        imported: [],
        overwritten: [],
        skipped: ['P', 'I', 'D', 'F', 'B'],
      });
      expect(await found(store, task.id)).toEqual(task);
      expect((await eventsOf(store)).filter(({ type }) => type === 'imported')).toHaveLength(5);
    });

    it('tells a row behind whom of its key it waits', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', { idempotencyKey: 'k' }));
      await store.importTasks([{ ...draft('B', { idempotencyKey: 'k' }), status: 'PENDING' }]);
      expect(await latest(store, 'B', 'idempotency_deferred')).toEqual({ leader_id: 'A' });
    });

    it('takes in all rows or none', async () => {
      const { store } = await open();
      const bad = { ...draft('a b'), status: 'PENDING' as const };
      await refused(store.importTasks([{ ...draft('A'), status: 'PENDING' }, bad]), 'INVALID');
      expect(await store.list({ limit: 10 })).toEqual([]);
    });

    it('refuses a status it does not know', async () => {
      const { store } = await open();
      await refused(store.importTasks([{ ...draft('A'), status: 'CANCELLED' as 'DONE' }]), 'INVALID');
    });

    it('takes a second done row of one key for a duplicate of the first', async () => {
      const { store } = await open();
      const done = (id: string) => ({ ...draft(id, { idempotencyKey: 'k' }), status: 'DONE' as const });
      await store.importTasks([done('A'), done('B')]);
      expect(await found(store, 'B')).toMatchObject({ status: 'DONE', duplicateOf: 'A' });
    });

    it('refuses a done row whose key is in progress', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', { idempotencyKey: 'k' }));
      await claimed(store);
      const row = { ...draft('B', { idempotencyKey: 'k' }), status: 'DONE' as const };
      await refused(store.importTasks([row]), 'INVALID');
      expect(await store.find((await found(store, 'A')).id)).toMatchObject({ status: 'IN_PROGRESS' });
    });
  });

  overwriteContract(open);
}

function overwriteContract(open: OpenBench): void {
  const row = (id: string, status: Status, fields: Partial<TaskDraft> = {}) => ({
    ...draft(id, fields),
    status,
  });
  const force = { existing: 'overwrite' } as const;

  describe('importTasks by force', () => {
    it('takes over what a row says of a task that waits, and keeps its notes', async () => {
      const { store } = await open();
      await store.enqueue(draft('A', { notes: 'mine', idempotencyKey: 'k' }));
      const rows = [row('A', 'PENDING', { task: 'other', priority: 'P0', notes: 'theirs' })];
      expect(await store.importTasks(rows, force)).toMatchObject({ overwritten: ['A'], skipped: [] });
      const task = await found(store, 'A');
      expect(task).toMatchObject({
        task: 'other',
        priority: 'P0',
        notes: 'mine | theirs',
        idempotencyKey: 'k',
      });
      expect(await latest(store, 'A', 'imported')).toMatchObject({
        fields: 'priority,task,notes',
        forced: true,
      });
      expect(await store.importTasks(rows, force)).toMatchObject({ overwritten: [], skipped: ['A'] });
    });

    it.each(['DONE', 'FAILED', 'BLOCKED'] as const)(
      'settles a task that waits as %s, on record',
      async (status) => {
        const { store } = await open();
        await store.enqueue(draft('A'));
        await store.importTasks([row('A', status)], force);
        expect(await found(store, 'A')).toMatchObject({ status });
        expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({
          type: 'imported',
          from: 'PENDING',
          to: status,
        });
      },
    );

    it('brings a blocked task back to the queue', async () => {
      const { store, clock } = await open();
      await store.importTasks([row('A', 'BLOCKED')]);
      await store.importTasks([row('A', 'PENDING')], force);
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', availableAt: clock.now() });
    });

    it('does not shorten the backoff of a task that it brings back, and says so', async () => {
      const { store, clock } = await open();
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      const retryAt = clock.now() + 60_000;
      clock.advance(1_000);
      await store.importTasks([row('A', 'PENDING')], force);
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', availableAt: retryAt });
      await store.importTasks([row('A', 'BLOCKED')], force);
      await store.importTasks([row('A', 'PENDING')], force);
      expect(await found(store, 'A')).toMatchObject({ status: 'PENDING', availableAt: retryAt });
      expect(await checkStore(store, { cap: 1, zone: 0 })).toEqual([]);
    });

    it('grants a task that it brings back to the queue its whole retry budget', async () => {
      const { store } = await open();
      const { lease } = await running(store, 'A', { maxRetries: 0 });
      await store.fail(lease, { error: 'boom', class: 'transient' });
      await store.importTasks([row('A', 'PENDING')], force);
      await claimed(store);
      expect(await checkStore(store, { cap: 1, zone: 0 })).toEqual([]);
    });

    it('changes nothing of a task that waits for a row in progress that says the same', async () => {
      const { store, clock } = await open();
      const before = await store.enqueue(draft('A'));
      clock.advance(5000);
      expect(await store.importTasks([row('A', 'IN_PROGRESS')], force)).toMatchObject({ skipped: ['A'] });
      expect(await found(store, 'A')).toEqual(before);
      expect(await eventsOf(store, 'A')).toHaveLength(1);
    });

    it.each(['runs', 'is done'] as const)('refuses the whole file for a task that %s', async (how) => {
      const { store } = await open();
      const { lease } = await running(store);
      if (how === 'is done') await store.complete(lease, { notes: '' });
      const before = await found(store, 'A');
      await refused(
        store.importTasks([row('B', 'PENDING'), row('A', 'PENDING')], force),
        'ILLEGAL_TRANSITION',
      );
      expect(await store.list({ limit: 9 })).toEqual([before]);
      const equal = row('A', before.status);
      expect(await store.importTasks([equal], force)).toMatchObject({ skipped: ['A'], overwritten: [] });
    });

    it('tells in a rehearsal what it would do, and leaves no trace', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      const before = await eventsOf(store);
      const rows = [row('A', 'DONE'), row('B', 'PENDING')];
      expect(await store.importTasks(rows, { ...force, effect: 'rehearse' })).toEqual({
        imported: ['B'],
        overwritten: ['A'],
        skipped: [],
      });
      expect(await eventsOf(store)).toEqual(before);
      expect(await store.list({ limit: 9 })).toHaveLength(1);
    });
  });
}
