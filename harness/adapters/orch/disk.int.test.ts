/** What calls meet on a bad disk, on the real engine: each is refused or cut off, and leaves nothing behind. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store, systemClock } from '../../../core/index.js';
import type { Call, Completion, TaskRow } from '../../../gates/record/history.js';
import { TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import type { Trouble } from '../../sut.js';
import { answer } from './answer.js';
import { Disk } from './disk.js';
import { storeOptions } from './options.js';

let home: string;
let disk: Disk;
let store: Store;
let deaths: number;
/** What is asked of the store, from beside, while a commit waits. */
let meanwhile: (ms: number) => void;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-disk-'));
  deaths = 0;
  meanwhile = () => undefined;
  disk = new Disk({
    die: () => {
      deaths += 1;
    },
    waits: (ms) => meanwhile(ms),
  });
  const terms = { clock: systemClock, actor: 'test:w', knobs: TEST_KNOBS, durability: 'none' } as const;
  store = await openStore(join(home, 'queue.db'), storeOptions({ ...terms, busyWaitMs: 0, disk }));
});
afterEach(async () => {
  await store.close();
  await rm(home, { recursive: true });
});

const submit = (id: string, text = 'x'): Call => ({
  op: 'enqueue',
  args: { task: { id, priority: 'P1', task: text } },
});
const claim: Call = { op: 'claim', args: { worker: 'w1', leaseMs: 60_000 } };
const complete: Call = { op: 'complete', args: { worker: 'w1', task: 'T', fence: 1, notes: 'done' } };

function ask(call: Call, trouble: Trouble | null = null): Promise<Completion> {
  return disk.under(trouble, () => answer(store, call));
}

/** The tasks and the events there are, as a disk without trouble tells them. */
async function left(): Promise<{ tasks: readonly string[]; events: readonly unknown[] }> {
  const tasks = await ask({ op: 'list', args: {} });
  const events = await ask({ op: 'events', args: { after: 0 } });
  if (tasks.type !== 'ok' || events.type !== 'ok') throw new Error('expected to read the store');
  const rows = tasks.value as readonly TaskRow[];
  return { tasks: rows.map(({ task, status }) => `${task} ${status}`), events: events.value as unknown[] };
}

const STATEMENTS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

describe('a disk that fails', () => {
  it.each(STATEMENTS)(
    'at statement %i of a completion undoes all of it, and the next one counts',
    async (nth) => {
      await ask(submit('T'));
      await ask(claim);
      const before = await left();

      expect(await ask(complete, { ioErrorAt: nth })).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(await left()).toEqual(before);
      expect(await ask(complete)).toEqual({ type: 'ok', value: null });
    },
  );

  it('at a statement is a definite refusal, and at the commit nobody can know', async () => {
    expect(await ask(submit('T'), { ioErrorAt: 1 })).toEqual({ type: 'fail', code: 'STORE_UNAVAILABLE' });
    expect(await ask(submit('T'), { ioErrorAt: 50 })).toEqual({ type: 'info', code: 'STORE_UNAVAILABLE' });
    expect(await left()).toEqual({ tasks: [], events: [] });
  });
});

describe('a full disk', () => {
  const long = 'long '.repeat(4_000);

  it('refuses what needs room, by the engine’s own word, and takes it once there is room', async () => {
    expect(await ask(submit('T', long), { storeFull: true })).toEqual({ type: 'fail', code: 'STORE_FULL' });
    expect(await ask(submit('S'), { storeFull: true })).toMatchObject({ type: 'ok' });
    expect(await ask(submit('T', long))).toMatchObject({ type: 'ok' });
    expect((await left()).tasks).toEqual(['S PENDING', 'T PENDING']);
  });
});

describe('a slow disk', () => {
  it('makes a commit wait with the store locked, and what it commits is not seen before', async () => {
    const seen: unknown[] = [];
    meanwhile = (ms) => {
      const other = new SqliteDatabase(join(home, 'queue.db'), { timeout: 0 });
      seen.push(ms, other.prepare('select count(*) from task').pluck().get());
      expect(() => other.exec('begin immediate')).toThrow('database is locked');
      other.close();
    };

    expect(await ask(submit('T'), { commitMs: 300 })).toMatchObject({ type: 'ok' });
    expect([seen, (await left()).tasks]).toEqual([[300, 0], ['T PENDING']]);
  });

  it('holds up neither who reads nor a claim that finds nothing', async () => {
    meanwhile = () => expect.unreachable('nothing is committed');

    expect(await ask(claim, { commitMs: 300 })).toEqual({ type: 'ok', value: null });
    expect(await ask({ op: 'list', args: {} }, { commitMs: 300 })).toEqual({ type: 'ok', value: [] });
  });
});

describe('an actor that dies in the midst of a call', () => {
  it.each(STATEMENTS)('at statement %i leaves nothing of it behind', async (nth) => {
    await ask(submit('T'), { diesAt: nth });

    expect([disk.hasDied, deaths > 0]).toEqual([true, true]);
    const other = await openStore(join(home, 'queue.db'), {
      clock: systemClock,
      actor: 'test:other',
      whenMissing: 'refuse',
    });
    expect(await other.list({ limit: 10 })).toEqual([]);
    await other.close();
  });

  it('lives on when its call never gets that far', async () => {
    await ask(claim, { diesAt: 5 });

    expect([disk.hasDied, deaths]).toEqual([false, 0]);
  });
});
