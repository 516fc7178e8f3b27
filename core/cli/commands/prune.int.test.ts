/** `orch prune` against a real store, and the commands that look at the store afterwards. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../store/open.js';
import { freshOrch } from '../testing/fresh-orch.js';

const DAY = 86_400_000;
const here = freshOrch();
const orch = (...argv: readonly string[]) => here.orch(argv, { ORCH_DURABILITY: 'none' });
const add = (id: string, ...more: readonly string[]) =>
  orch('add', '--id', id, '--priority', 'P0', '--task', 'work', '--success-criteria', 'x', ...more);
const settled = async (how: 'done' | 'fail', id: string): Promise<void> => {
  await add(id);
  await orch('pick', '--owner-session', 'me');
  const why = how === 'done' ? [] : ['--class', 'permanent'];
  await orch(how, '--id', id, '--owner-session', 'me', '--token', '1', '--notes', 'it was', ...why);
};

describe('prune', () => {
  it('deletes old tasks that are done, and says how many', async () => {
    for (const id of ['A', 'B', 'C']) await settled('done', id);
    here.clock.advance(30 * DAY + 1);
    expect(await orch('prune', '--older-than', '30d', '--dry-run')).toMatchObject({
      code: 0,
      out: 'would prune tasks=2 events=6 outputs=0 before 2026-01-01 09:00:00.001\n',
    });
    expect(await orch('prune', '--older-than', '30d', '--by', 'ann')).toMatchObject({
      code: 0,
      out: 'pruned tasks=2 events=6 outputs=0 before 2026-01-01 09:00:00.001\n',
    });
    expect((await orch('list')).out).toBe('C\tDONE\tP0\twork\n');
    expect(await orch('prune', '--older-than', '720h')).toMatchObject({
      code: 0,
      out: 'NOOP nothing to prune before 2026-01-01 09:00:00.001\n',
    });
    const db = new SqliteDatabase(join(here.folder, 'db/queue.db'), { readonly: true });
    expect(db.prepare('select actor, tasks, events from pruning').all()).toEqual([
      { actor: 'operator:ann', tasks: 2, events: 6 },
    ]);
    db.close();
  });

  it('removes what the runs of pruned tasks printed, and in a rehearsal only counts it', async () => {
    for (const id of ['A', 'B', 'C']) await settled('done', id);
    for (const folder of ['logs', 'elsewhere']) {
      await mkdir(join(here.folder, folder, 'A'), { recursive: true });
      await writeFile(join(here.folder, folder, 'A/run-1.out'), 'printed');
    }
    here.clock.advance(2 * DAY);
    const kept = (folder: string) => existsSync(join(here.folder, folder, 'A/run-1.out'));
    expect((await orch('prune', '--older-than', '1d', '--dry-run')).out).toContain('events=6 outputs=1 ');
    expect(kept('logs')).toBe(true);
    expect((await orch('prune', '--older-than', '1d')).out).toContain('events=6 outputs=1 ');
    expect([kept('logs'), kept('elsewhere')]).toEqual([false, true]);
  });

  it('goes on until a store of many steps is done, and answers the sum as JSON', async () => {
    const path = join(here.folder, 'db/queue.db');
    const terms = {
      clock: here.clock,
      actor: 'test:case',
      whenMissing: 'create',
      durability: 'none',
    } as const;
    const store = await openStore(path, terms);
    const rows = Array.from({ length: 1_201 }, (_, nth) => ({
      ...{ id: `T-${nth}`, priority: 'P1' as const, task: 'work', successCriteria: 'x' },
      status: 'DONE' as const,
    }));
    await store.importTasks(rows);
    await store.close();
    here.clock.advance(2 * DAY);
    const said = await orch('prune', '--older-than', '1d', '--json');
    expect(JSON.parse(said.out)).toEqual({
      tasks: 1_200,
      events: 1_200,
      outputs: 0,
      settledBefore: here.clock.now() - DAY,
      dryRun: false,
    });
  });

  it('leaves every look at the store true: the deep check, the indicators, the events and the counts', async () => {
    for (const id of ['A', 'B', 'C']) await settled('done', id);
    await settled('fail', 'BAD');
    here.clock.advance(30 * DAY + 1);
    await settled('done', 'NEW');
    await orch('prune', '--older-than', '30d');
    await orch('render');
    expect(await orch('ops', 'consistency-check', '--deep')).toMatchObject({
      code: 0,
      out: 'consistency ok total=2 deep\n',
    });
    expect((await orch('ops', 'kpi', '--fail-on-alert')).out).toContain('kpi success_rate=100.00% ');
    expect(JSON.parse((await orch('metrics')).out).indicators).toMatchObject({
      done: 1,
      failedFinal: 0,
      since: here.clock.now() - 30 * DAY,
    });
    expect((await orch('ops', 'status')).out).toContain('BLOCKED=0 FAILED=1 DONE=1');
    expect((await orch('events')).out).not.toMatch(/^[ABC] /m);
    expect((await orch('show', '--id', 'A')).code).toBe(1);
    expect((await orch('show', '--id', 'BAD')).code).toBe(0);
  });

  it('refuses to add a pruned id again, with --if-absent too, and says why', async () => {
    for (const id of ['A', 'B']) await settled('done', id);
    here.clock.advance(2 * DAY);
    await orch('prune', '--older-than', '1d');
    const refusal = {
      code: 1,
      err: expect.stringContaining(
        'ERROR DUPLICATE_ID: expected a new id, found that A was done and has been pruned',
      ),
    };
    expect(await add('A')).toMatchObject(refusal);
    expect(await add('A', '--if-absent')).toMatchObject(refusal);
  });

  it('gives up keys only when their age is asked for', async () => {
    await add('A', '--idempotency-key', 'k');
    await orch('pick', '--owner-session', 'me');
    await orch('done', '--id', 'A', '--owner-session', 'me', '--token', '1', '--notes', 'ok');
    await settled('done', 'LAST');
    here.clock.advance(10 * DAY);
    expect((await orch('prune', '--older-than', '1d')).out).toMatch(/^NOOP /);
    expect((await orch('prune', '--older-than', '1d', '--keys-older-than', '11d')).out).toMatch(/^NOOP /);
    expect((await orch('prune', '--older-than', '1d', '--keys-older-than', '9d')).out).toMatch(
      /^pruned tasks=1 /,
    );
  });

  it.each([['30'], ['23h'], ['-1d'], ['40000d'], ['soon']])(
    'ends with 2 for an age of %s, and opens nothing',
    async (age) => {
      const said = await orch('prune', '--older-than', age);
      expect(said).toMatchObject({
        code: 2,
        err: expect.stringContaining('Expected an age of at least a day'),
      });
    },
  );

  it('never makes a store', async () => {
    expect(await orch('prune', '--older-than', '30d')).toMatchObject({ code: 5, out: '' });
  });
});
