/** What every command has: a store, the run log, settings; and the programs that run by themselves. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { freshOrch } from './testing/fresh-orch.js';

const here = freshOrch();
const { orch, add } = here;
const pick = async () => {
  const { out } = await orch(['pick', '--owner-session', 'me', '--json']);
  return JSON.parse(out) as { id: string; token: number };
};

describe('reading', () => {
  it('never creates a store', async () => {
    for (const argv of [['list'], ['show', '--id', 'A'], ['ops', 'status'], ['render'], ['watchdog']]) {
      const { code, err } = await orch(argv);
      expect(code, argv.join(' ')).toBe(5);
      expect(err).toMatch(/^ERROR STORE_UNAVAILABLE: [^\n]+orch init --db [^\n]+\n$/);
    }
  });
});

describe('a busy store', () => {
  it('ends with 5 once the retries are used up, and has changed nothing', async () => {
    await orch(['init']);
    const other = new SqliteDatabase(join(here.folder, 'db/queue.db'));
    other.exec('begin immediate');
    const { code, out, err } = await orch(
      ['add', '--id', 'A', '--priority', 'P1', '--task', 'x', '--success-criteria', 'x'],
      { ORCH_BUSY_RETRIES: '0' },
    );
    other.close();
    expect([code, out]).toEqual([5, '']);
    expect(err).toMatch(/^ERROR BUSY: [^\n]+\n$/);
    expect((await orch(['list'])).out).toBe('');
    expect(await add('A')).toMatchObject({ code: 0 });
  });
});

describe('the run log', () => {
  it('tells of every command twice, also of one that was mistyped', async () => {
    await add('A');
    await orch(['show', '--id', 'B']);
    await orch(['lst']);
    const text = await readFile(join(here.folder, 'logs/orch_runs.jsonl'), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(6);
    expect(lines[0]).toEqual({
      ts_kst: '2026-01-01T09:00:00.000+09:00',
      ts_epoch_ms: 1_767_225_600_000,
      event: 'run_start',
      trace_id: 'trace-000000000001',
      command: 'add',
    });
    expect(lines[1]).toMatchObject({
      event: 'run_end',
      exit_code: 0,
      status: 'ok',
      item_id: 'A',
      duration_ms: 0,
    });
    expect(lines[3]).toMatchObject({ command: 'show', exit_code: 1, status: 'error', item_id: 'B' });
    expect(lines[3].error).toMatch(/^ERROR NOT_FOUND/);
    expect(lines[5]).toMatchObject({ command: 'usage', exit_code: 2 });
  });

  it('that cannot be written is told of and fails nothing', async () => {
    await writeFile(join(here.folder, 'file'), '');
    const { code, out, err } = await orch(['init', '--log-path', 'file/log.jsonl', '--trace-id', 'mine']);
    expect(code).toBe(0);
    expect(out).toContain('store ready');
    expect(err).toMatch(/^the run log \S+file\/log.jsonl cannot be written: \w+\n$/);
  });
});

describe('the settings', () => {
  it('are printed with their origins', async () => {
    const { out } = await orch(['config', '--db', 'x.db'], { ORCH_LEASE_SECONDS: '60' });
    expect(out).toMatch(/^ORCH_DB_PATH=\S+x\.db +flag --db$/m);
    expect(out).toMatch(/^ORCH_LEASE_SECONDS=1m +environment$/m);
    expect(out).toMatch(/^ORCH_HEARTBEAT_SECONDS=20s +default$/m);
  });
});

describe('a dispatcher run', () => {
  it('with nothing to do says so', async () => {
    await orch(['init']);
    for (const end of [['--until-idle'], ['--max-ticks', '1']]) {
      const idle = await orch(['dispatcher', '--exec', 'true', ...end]);
      expect(idle).toEqual({ code: 0, out: 'NOOP\n', err: '' });
    }
  });

  it('that the cap keeps from work says so, and what to do', async () => {
    await add('A');
    await add('B');
    await pick();
    const worker = ['dispatcher', '--exec', 'true', '--max-ticks', '1', '--max-workers', '1'];
    expect(await orch(worker)).toEqual({
      code: 0,
      out: 'NOOP at_capacity\n',
      err: 'at_capacity: 1 in progress; ORCH_MAX_WORKERS allows no more at once\n',
    });
    here.clock.advance(900_000);
    const [json, ...more] = (await orch([...worker, '--json'])).out.trim().split('\n');
    expect([JSON.parse(json ?? ''), more]).toMatchObject([{ worked: 0, reason: 'at_capacity' }, []]);
    expect((await orch([...worker, '--until-idle'])).err).toBe(
      'at_capacity: 1 in progress, 1 of them with an expired lease; run orch watchdog\n',
    );
  });
});

describe('a watchdog run', () => {
  it('requeues an expired claim and warns of an interval that is too long', async () => {
    await add('A');
    await pick();
    here.clock.advance(900_000);
    const { code, out, err } = await orch(['watchdog', '--interval', '1h', '--max-ticks', '1']);
    expect(code).toBe(0);
    expect(out).toBe('RESET A\nrequeued=1 exhausted=0\n');
    expect(err).toContain('WARNING interval 1h is above a third of the lease of 15m');
    expect((await orch(['watchdog', '--max-ticks', '1'])).out).toBe('NOOP\n');
  });

  it('tells in JSON the tasks of each look, and at the end how many they were', async () => {
    await add('A');
    await pick();
    here.clock.advance(900_000);
    const { out } = await orch(['watchdog', '--max-ticks', '1', '--json']);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { requeued: ['A'], exhausted: [] },
      { requeuedCount: 1, exhaustedCount: 0 },
    ]);
  });
});
