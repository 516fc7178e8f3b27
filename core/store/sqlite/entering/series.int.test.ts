/** A series that one process remembers, while others add, prune and fail. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EpochMs } from '../../../time.js';
import { draft, running } from '../../contract/bench.js';
import { type ManualClock, manualClock } from '../../contract/manual-clock.js';
import { openStore } from '../../open.js';
import type { Store } from '../../store.js';

const DAY = 86_400_000;
const one = { priority: 'P1', task: 'x', successCriteria: 'x' } as const;
let home = '';
let path = '';
let clock: ManualClock;
let mine: Store;
let other: Store;

const open = () => openStore(path, { clock, actor: 'test:case', whenMissing: 'create', durability: 'none' });
const next = async (): Promise<string> => (await mine.enqueueSeries('S-', [one]))[0]?.id ?? 'none';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-series-'));
  path = join(home, 'queue.db');
  clock = manualClock();
  mine = await open();
  other = await open();
});
afterEach(async () => {
  await mine.close();
  await other.close();
  await rm(home, { recursive: true });
});

describe('a series', () => {
  it('goes on behind what another process has added to it since', async () => {
    expect(await next()).toBe('S-001');
    await other.enqueueSeries('S-', [one, one]);
    expect(await next()).toBe('S-004');
    await other.enqueue(draft('S-0020'));
    expect(await next()).toBe('S-021');
  });

  it('goes on behind what another process has added and pruned since', async () => {
    expect(await next()).toBe('S-001');
    await other.complete((await running(other, 'S-500')).lease, { notes: 'ok' });
    await other.enqueue(draft('NEWEST'));
    clock.advance(2 * DAY);
    expect(await other.prune({ settledBefore: (clock.now() - DAY) as EpochMs, limit: 10 })).toMatchObject({
      ids: ['S-001'],
    });
    expect(await next()).toBe('S-501');
  });

  it('takes a number again that a failed transaction had given', async () => {
    expect(await next()).toBe('S-001');
    const db = new SqliteDatabase(path);
    db.exec(
      `create trigger trouble before insert on task when new.id = 'S-003' begin select raise(abort, 'no'); end`,
    );
    await expect(mine.enqueueSeries('S-', [one, one])).rejects.toThrow('no');
    await other.enqueue(draft('IN-ITS-PLACE'));
    db.exec('drop trigger trouble');
    db.close();
    expect(await next()).toBe('S-002');
  });

  it('is remembered apart from every other, however many there are', async () => {
    for (let nth = 0; nth < 150; nth += 1) await mine.enqueueSeries(`P${nth}-`, [one]);
    expect((await mine.enqueueSeries('P0-', [one]))[0]?.id).toBe('P0-002');
    expect((await mine.enqueueSeries('P149-', [one]))[0]?.id).toBe('P149-002');
  });
});
