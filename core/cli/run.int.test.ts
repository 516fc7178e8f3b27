import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { orchIn } from './orch-in-folder.js';

let folder = '';
let clock: ManualClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-'));
  clock = manualClock();
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const orch = (argv: readonly string[], env?: Readonly<Record<string, string>>) =>
  orchIn(folder, clock)(argv, env);
const add = (id: string, ...more: string[]) =>
  orch(['add', '--id', id, '--priority', 'P1', '--task', `일 ${id}`, '--success-criteria', '된다', ...more]);
const pick = async () => {
  const { out } = await orch(['pick', '--owner-session', 'me', '--json']);
  return JSON.parse(out) as { id: string; token: number };
};

const claim = ['--id', 'A', '--owner-session', 'me', '--token', '1'];

describe('a command line that is off', () => {
  it.each([
    [['lst'], "unknown command 'lst' (Did you mean list?)"],
    [['pick', '--owner-session', 'me', '--lease', 'long'], 'expected --lease to be a duration'],
    [['done', ...claim, '--notes', 'x', '--report', '/none'], 'expected --report to name a readable file'],
    [['work', '--owner-session', 'w', '--exec', "a 'b"], 'expected a closing quote'],
    [['work', '--owner-session', 'w', '--exec', "''"], 'got an empty text'],
    [['work', '--owner-session', 'w', '--exec', '--json x'], 'got the flag --json'],
    [
      ['review-and-route', '--id', 'A', '--token', '1'],
      'expected --report <path> or --report-text <text>, found neither',
    ],
    [
      ['work', '--owner-session', 'w', '--exec', 'x', '--concurrency', '4'],
      'at most ORCH_MAX_WORKERS, which is 3',
    ],
    [
      ['work', '--owner-session', 'w', '--exec', 'x', '--permanent-exit', '65,75'],
      '75 always asks for another try',
    ],
    [['work', '--owner-session', 'w', '--exec', 'x', '--grace', 'long'], 'Expected a duration'],
    [['work', '--owner-session', 'w', '--exec', 'x', '--poll', '0'], 'expected --poll to be a duration'],
    [
      ['dispatcher', '--exec', 'x', '--max-workers', '6'],
      'expected --max-workers to be at most ORCH_WORKER_LIMIT',
    ],
    [['watchdog', '--interval', 'x'], 'expected --interval to be a duration'],
    [
      [
        'add',
        '--id',
        'A',
        '--priority',
        'P1',
        '--task',
        'x',
        '--success-criteria',
        'x',
        '--due-at-kst',
        'soon',
      ],
      'due',
    ],
  ])('%j ends with 2 and one clear line', async (argv, message) => {
    const { code, out, err } = await orch(argv);
    expect(err).toMatch(/^ERROR (USAGE|CONFIG): [^\n]+ — [^\n]+\n$/);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
  });

  it('is carried out all the same when a variable is misspelt, which is told', async () => {
    await orch(['init']);
    expect(await orch(['list', '--json'], { ORCH_MAX_WORKER: '2', ORCH_TASK_ID: 'A' })).toEqual({
      code: 0,
      out: '{"tasks":[]}\n',
      err: 'WARNING ORCH_MAX_WORKER is no setting and changes nothing; did you mean ORCH_MAX_WORKERS?\n',
    });
  });

  it('leaves it to the dispatcher to tell of a misspelt variable, for each of its workers', async () => {
    await add('A');
    const claimed = ['--adopt', 'A', '--token', '1', '--owner-session', 'd'];
    const { err } = await orch(['work', ...claimed, '--exec', 'true'], { ORCH_MAX_WORKER: '2' });
    expect(err).not.toContain('WARNING');
  });

  it('names a bad variable and its value', async () => {
    const { code, err } = await orch(['list'], { ORCH_MAX_ATTEMPTS: 'three' });
    expect(code).toBe(2);
    expect(err).toMatch(/^ERROR CONFIG: expected ORCH_MAX_ATTEMPTS to be a whole number .*, got "three"/);
  });

  it('that asks for help is helped, and ends with 0', async () => {
    const { code, out, err } = await orch(['add', '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('--success-criteria');
    const { out: ofWork } = await orch(['work', '--help']);
    expect(ofWork).toMatch(/\(default:\s+5s\)[\s\S]*\(default:\s+64,65,77,78\)/);
  });
});

describe('the way of a task by hand', () => {
  it('goes from add over pick and heartbeat to done', async () => {
    expect(await add('A')).toMatchObject({ code: 0, out: 'Added A\n' });
    expect(await orch(['list'])).toMatchObject({ code: 0, out: 'A\tPENDING\tP1\t일 A\n' });
    expect(await pick()).toMatchObject({ id: 'A', token: 1 });
    expect(await orch(['heartbeat', ...claim, '--lease', '1h'])).toMatchObject({
      code: 0,
      out: 'A lease until 2026-01-01 10:00\n',
    });
    expect(await orch(['ops', 'workers'])).toMatchObject({
      out: 'workers_active=1 in_progress=1\nme tasks=1 p0=0 p1=1 p2=0 ids=A oldest_start=2026-01-01 09:00\n',
    });
    expect(await orch(['done', ...claim, '--notes', '끝'])).toMatchObject({ code: 0, out: 'A -> DONE\n' });
    const { out } = await orch(['show', '--id', 'A']);
    expect(out).toMatch(
      /notes: 끝\n[\s\S]*event 1 [\s\S]* added [\s\S]* picked [\s\S]* done IN_PROGRESS -> DONE/,
    );
  });

  it('is shown with its instants in the zone, and as numbers in JSON', async () => {
    await add('A', '--due-at-kst', '2026-02-01 09:00');
    await pick();
    const { out } = await orch(['show', '--id', 'A'], { ORCH_TZ_OFFSET: '+00:00' });
    expect(out).toContain('createdAt: 2026-01-01 00:00\n');
    expect(out).toContain('dueAt: 2026-02-01 00:00\n');
    expect(out).toMatch(/\nlease: \{.*"until":"2026-01-01 00:15"\}\n/);
    expect(out).toMatch(/ picked PENDING -> IN_PROGRESS \{.*"lease_until":"2026-01-01 00:15","run":1\}\n/);
    expect(out).not.toMatch(/\d{13}/);
    const { task } = JSON.parse((await orch(['show', '--id', 'A', '--json'])).out);
    expect([task.createdAt, task.lease.until]).toEqual([clock.now(), clock.now() + 900_000]);
  });

  it('has nothing to pick when nothing is pending or the queue is at its cap', async () => {
    await orch(['init']);
    expect(await orch(['pick', '--owner-session', 'me'])).toMatchObject({
      code: 0,
      out: 'NOOP no pending task\n',
    });
    for (const id of ['A', 'B', 'C', 'D']) await add(id);
    for (let count = 0; count < 3; count += 1) await pick();
    expect(await pick()).toEqual({ id: null, reason: 'at_capacity' });
  });

  it('ends with 3 for a stale token, and with 1 for an unknown task', async () => {
    await add('A');
    await pick();
    const stale = await orch(['done', '--id', 'A', '--owner-session', 'me', '--token', '2', '--notes', 'x']);
    expect(stale).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^ERROR LEASE_LOST: [^\n]+\n$/),
    });
    expect(await orch(['show', '--id', 'B'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_FOUND'),
    });
  });

  it('ends with 3 when its lease ran out, and says how long ago', async () => {
    await add('A');
    await pick();
    clock.advance(901_500);
    expect(await orch(['done', ...claim, '--notes', 'x'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('the lease ran out 1s ago — stop the work'),
    });
  });

  it('ends with 1 when it is settled twice, and says where to look', async () => {
    await add('A');
    await pick();
    const done = ['done', ...claim, '--notes', 'x'];
    await orch(done);
    expect(await orch(done)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'found it DONE; nothing was changed — see how it ended with: orch show --id A',
      ),
    });
  });

  it('ends with 4 and a blocked task when the report breaks the budget', async () => {
    await add('A');
    await pick();
    const over = await orch(['done', ...claim, '--notes', 'x', '--tokens', '3501']);
    expect(over).toMatchObject({ code: 4, out: expect.stringMatching(/^A -> BLOCKED\tnext: /) });
    expect(await orch(['done', ...claim, '--notes', 'x'])).toMatchObject({ code: 3 });
    await add('B');
    await pick();
    const failed = ['fail', '--id', 'B', '--owner-session', 'me', '--token', '1', '--notes', 'x'];
    expect(await orch([...failed, '--tokens', '3501'])).toMatchObject({ code: 4 });
  });

  it('settles a failure by its class', async () => {
    await add('A');
    await pick();
    const failed = await orch(['fail', ...claim, '--notes', '권한 없음', '--class', 'permanent']);
    expect(failed).toMatchObject({ code: 0, out: expect.stringMatching(/^A -> FAILED\tnext: /) });
    const status = await orch(['ops', 'status', '--verbose']);
    expect(status.out).toContain('summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=1 DONE=0\n');
    expect(status.out).toContain('failed_final=1');
    expect(status.out).toContain('next A FAILED ');
  });
});

describe('adding a task that exists', () => {
  it('is refused, and with --if-absent only when it differs', async () => {
    await add('A', '--notes', 'n', '--idempotency-key', ' k ', '--due-at-kst', '2026-01-02 09:00');
    expect(await add('A')).toMatchObject({ code: 1, err: expect.stringContaining('ERROR DUPLICATE_ID') });
    const same = [
      '--notes',
      'n',
      '--idempotency-key',
      'k',
      '--due-at-kst',
      '2026-01-02 09:00',
      '--if-absent',
    ];
    expect(await add('A', ...same)).toMatchObject({ code: 0, out: 'Exists A\n' });
    const other = await add('A', '--if-absent', '--max-attempts', '1');
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining('maxRetries, dueAt, idempotencyKey'),
    });
  });
});

describe('an operator', () => {
  it('cancels and retries, replans and resets', async () => {
    await add('A');
    expect(await orch(['ops', 'cancel', '--id', 'A', '--by', 'kim'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A -> BLOCKED\tnext: /),
    });
    expect(await orch(['ops', 'retry', '--id', 'A', '--now'])).toMatchObject({
      code: 0,
      out: 'A -> PENDING\n',
    });
    expect(await orch(['ops', 'retry', '--id', 'A'])).toMatchObject({ code: 0, out: 'A -> PENDING\n' });
    const replanned = await orch(['ops', 'replan', '--id', 'A', '--notes', '다시', '--reset-attempts']);
    expect(replanned).toMatchObject({ code: 0, out: 'A -> PENDING\n' });
    await pick();
    await orch(['done', '--id', 'A', '--owner-session', 'me', '--token', '1', '--notes', 'x']);
    expect(await orch(['ops', 'cancel', '--id', 'A'])).toMatchObject({ code: 1, out: '' });
  });
});

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
    const other = new SqliteDatabase(join(folder, 'db/queue.db'));
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
    const text = await readFile(join(folder, 'logs/orch_runs.jsonl'), 'utf8');
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
    await writeFile(join(folder, 'file'), '');
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
});

describe('a watchdog run', () => {
  it('requeues an expired claim and warns of an interval that is too long', async () => {
    await add('A');
    await pick();
    clock.advance(900_000);
    const { code, out, err } = await orch(['watchdog', '--interval', '1h', '--max-ticks', '1']);
    expect(code).toBe(0);
    expect(out).toBe('RESET A\nrequeued=1 exhausted=0\n');
    expect(err).toContain('WARNING interval 1h is above a third of the lease of 15m');
    expect((await orch(['watchdog', '--max-ticks', '1'])).out).toBe('NOOP\n');
  });
});
