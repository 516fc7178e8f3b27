/** The conformance suite's cases on retention: what goes, what stays for ever, and what is still true afterwards. */
import { describe, expect, it } from 'vitest';
import { checkStore } from '../../consistency/check-store.js';
import { taskId } from '../../task/ids.js';
import type { TaskDraft } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import type { PruneTerms } from '../pruning.js';
import type { Store } from '../store.js';
import { type Bench, claimed, draft, eventsOf, found, LEASE, type OpenBench, refused, W1 } from './bench.js';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const K = { idempotencyKey: 'k' };

async function done(store: Store, id: string, fields: Partial<TaskDraft> = {}): Promise<void> {
  await store.enqueue(draft(id, { ...fields, priority: 'P0' }));
  await store.complete((await claimed(store)).lease, { notes: 'ok' });
}

/** The terms of a pruning of what was settled more than a week ago. */
function aWeekOld({ clock }: Bench, more: Partial<PruneTerms> = {}): PruneTerms {
  return { settledBefore: (clock.now() - WEEK) as EpochMs, limit: 100, ...more };
}

/** All steps of a pruning. */
async function pruneAll(
  { store }: Bench,
  terms: PruneTerms,
): Promise<{ readonly tasks: number; readonly events: number }> {
  const sum = { tasks: 0, events: 0 };
  let step = await store.prune(terms);
  for (;;) {
    sum.tasks += step.ids.length;
    sum.events += step.events;
    if (step.next === null) return sum;
    step = await store.prune({ ...terms, below: step.next });
  }
}

async function ids({ store }: Bench): Promise<readonly string[]> {
  return (await store.list({ limit: 1_000 })).map(({ id }) => id).sort();
}

const findings = ({ store }: Bench) => checkStore(store, { cap: 10, zone: 0 });

export function pruneContract(open: OpenBench): void {
  describe('prune', () => {
    it('deletes what was done before the instant, with its events, and nothing that was done later', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await done(store, 'OLD');
      clock.advance(1);
      await done(store, 'YOUNG');
      clock.advance(WEEK);
      expect(await pruneAll(bench, aWeekOld(bench))).toEqual({ tasks: 1, events: 3 });
      expect(await ids(bench)).toEqual(['YOUNG']);
      expect((await eventsOf(store)).map(({ taskId: id }) => id)).not.toContain('OLD');
      expect(await findings(bench)).toEqual([]);
    });

    it('never deletes a task that waits, runs, failed or is blocked, however old', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await store.enqueue(draft('FAILED'));
      await store.fail((await claimed(store)).lease, { error: 'bad', class: 'permanent' });
      await store.enqueue(draft('BLOCKED'));
      await store.block((await claimed(store)).lease, { nextAction: 'ask' });
      await store.enqueue(draft('RUNNING'));
      await claimed(store);
      await store.enqueue(draft('PENDING'));
      clock.advance(52 * WEEK);
      await done(store, 'YOUNG');
      expect(await pruneAll(bench, aWeekOld(bench))).toEqual({ tasks: 0, events: 0 });
      expect(await ids(bench)).toEqual(['BLOCKED', 'FAILED', 'PENDING', 'RUNNING', 'YOUNG']);
      expect(await store.prunings()).toEqual([]);
    });

    it('looks at no more tasks a step than it is told, and is whole after every step', async () => {
      const bench = await open();
      const { store, clock } = bench;
      for (const id of ['A', 'B', 'C', 'D', 'E']) await done(store, id);
      clock.advance(WEEK + 1);
      const first = await store.prune(aWeekOld(bench, { limit: 2 }));
      expect(first).toMatchObject({ ids: ['D'], events: 3 });
      expect(await ids(bench)).toEqual(['A', 'B', 'C', 'E']);
      expect(await findings(bench)).toEqual([]);
      expect(await pruneAll(bench, aWeekOld(bench, { limit: 2 }))).toMatchObject({ tasks: 3 });
      expect(await findings(bench)).toEqual([]);
    });

    it('keeps the newest task and the task of the newest event, so that their numbers go on', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await store.enqueue(draft('A', { priority: 'P0' }));
      await store.enqueue(draft('B', { priority: 'P1' }));
      const first = await claimed(store);
      await store.complete((await claimed(store)).lease, { notes: 'ok' });
      await store.complete(first.lease, { notes: 'ok' });
      const last = (await eventsOf(store)).at(-1);
      clock.advance(WEEK + 1);
      expect(await pruneAll(bench, aWeekOld(bench))).toEqual({ tasks: 0, events: 0 });
      await store.enqueue(draft('C'));
      expect((await found(store, 'C')).seq).toBe(3);
      expect((await eventsOf(store)).at(-1)?.seq).toBe((last?.seq ?? 0) + 1);
      expect(await pruneAll(bench, aWeekOld(bench))).toEqual({ tasks: 2, events: 6 });
    });

    it('keeps a task of which something was told within the time', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await store.enqueue(draft('A', { priority: 'P0' }));
      const { lease } = await claimed(store);
      await store.complete(lease, { notes: 'ok' });
      clock.advance(WEEK);
      await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'LEASE_LOST');
      clock.advance(1);
      await done(store, 'YOUNG');
      expect(await pruneAll(bench, aWeekOld(bench))).toMatchObject({ tasks: 0 });
    });

    it('never gives the id of a pruned task again: not to a caller, a series or an import', async () => {
      const bench = await open();
      const { store, clock } = bench;
      const [task] = await store.enqueueSeries('S-', [draft('_')]);
      expect(task?.id).toBe('S-001');
      await store.complete((await claimed(store)).lease, { notes: 'ok' });
      await done(store, 'LAST');
      clock.advance(WEEK + 1);
      expect(await pruneAll(bench, aWeekOld(bench))).toMatchObject({ tasks: 1 });
      await expect(store.enqueue(draft('S-001'))).rejects.toMatchObject({
        code: 'DUPLICATE_ID',
        message: 'expected a new id, found that S-001 was done and has been pruned',
      });
      expect((await store.enqueueSeries('S-', [draft('_')]))[0]?.id).toBe('S-002');
      const row = { ...draft('S-001'), status: 'PENDING' as const };
      for (const existing of ['keep', 'overwrite'] as const) {
        expect(await store.importTasks([row], { existing })).toMatchObject({
          imported: [],
          overwritten: [],
          skipped: ['S-001'],
        });
      }
      expect(await store.find(taskId('S-001'))).toBeNull();
      expect(await findings(bench)).toEqual([]);
    });

    it('keeps who holds an idempotency key, so that its work is not done again, and lets its duplicates go', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await done(store, 'A', K);
      await store.enqueue(draft('B', K));
      await done(store, 'LAST');
      expect((await found(store, 'B')).status).toBe('PENDING');
      expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
      await done(store, 'NEWEST');
      clock.advance(WEEK + 1);
      await pruneAll(bench, aWeekOld(bench));
      expect(await ids(bench)).toEqual(['A', 'NEWEST']);
      await store.enqueue(draft('C', K));
      expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
      expect(await found(store, 'C')).toMatchObject({ status: 'DONE', duplicateOf: 'A' });
      expect(await findings(bench)).toEqual([]);
    });

    it('gives up a key only when it is told to, and when no other task of it is left', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await done(store, 'A', K);
      await done(store, 'B', { idempotencyKey: 'l' });
      await store.enqueue(draft('B2', { idempotencyKey: 'l' }));
      await store.operate({ kind: 'cancel', id: taskId('B2'), by: 'me' });
      await done(store, 'LAST');
      clock.advance(2 * WEEK);
      const keysSettledBefore = aWeekOld(bench).settledBefore;
      expect(await pruneAll(bench, aWeekOld(bench))).toMatchObject({ tasks: 0 });
      expect(await pruneAll(bench, aWeekOld(bench, { keysSettledBefore }))).toMatchObject({ tasks: 1 });
      expect(await ids(bench)).toEqual(['B', 'B2', 'LAST']);
      await store.enqueue(draft('C', K));
      expect((await claimed(store)).id).toBe('C');
      expect(await findings(bench)).toEqual([]);
    });

    it('gives a key up together with its duplicates in one go', async () => {
      const bench = await open();
      const { store, clock } = bench;
      await done(store, 'A', K);
      await store.enqueue(draft('B', K));
      await store.claim(W1, { leaseFor: LEASE });
      await done(store, 'LAST');
      clock.advance(WEEK + 1);
      const keysSettledBefore = aWeekOld(bench).settledBefore;
      expect(await pruneAll(bench, aWeekOld(bench, { keysSettledBefore }))).toMatchObject({ tasks: 2 });
      expect(await ids(bench)).toEqual(['LAST']);
    });

    it('leaves one row for all steps of an actor with the same terms', async () => {
      const bench = await open({ actor: 'operator:me' });
      const { store, clock } = bench;
      for (const id of ['A', 'B', 'C']) await done(store, id);
      clock.advance(WEEK + 1);
      const terms = aWeekOld(bench, { limit: 1 });
      await pruneAll(bench, terms);
      expect(await store.prunings()).toEqual([
        {
          at: clock.now(),
          actor: 'operator:me',
          settledBefore: terms.settledBefore,
          keysSettledBefore: null,
          tasks: 2,
          events: 6,
        },
      ]);
    });

    it('counts in a rehearsal what would go, and leaves no trace', async () => {
      const bench = await open();
      const { store, clock } = bench;
      for (const id of ['A', 'B', 'C']) await done(store, id);
      clock.advance(WEEK + 1);
      const rehearsed = await pruneAll(bench, aWeekOld(bench, { effect: 'rehearse' }));
      expect(await ids(bench)).toEqual(['A', 'B', 'C']);
      expect(await store.prunings()).toEqual([]);
      expect(await pruneAll(bench, aWeekOld(bench))).toEqual(rehearsed);
    });

    it('leaves the census to what is there', async () => {
      const bench = await open();
      for (const id of ['A', 'B', 'C']) await done(bench.store, id);
      bench.clock.advance(WEEK + 1);
      await pruneAll(bench, aWeekOld(bench));
      expect((await bench.store.census()).byStatus).toMatchObject({ DONE: 1 });
    });

    it('refuses an age below a day, a step of none, and an instant that is none', async () => {
      const { store, clock } = await open();
      const young = (clock.now() - DAY + 1) as EpochMs;
      const old = (clock.now() - DAY) as EpochMs;
      await refused(store.prune({ settledBefore: young, limit: 1 }), 'INVALID');
      await refused(store.prune({ settledBefore: old, keysSettledBefore: young, limit: 1 }), 'INVALID');
      await refused(store.prune({ settledBefore: old, limit: 0 }), 'INVALID');
      await refused(store.prune({ settledBefore: -1 as EpochMs, limit: 1 }), 'INVALID');
      expect(await store.prune({ settledBefore: old, limit: 1 })).toEqual({
        ids: [],
        events: 0,
        next: null,
      });
    });
  });
}
