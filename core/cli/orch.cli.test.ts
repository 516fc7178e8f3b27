/** The built `orch` and `ops`, typed as a person types them, in folders of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft } from '../store/contract/bench.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { taskId, workerId } from '../task/ids.js';
import { milliseconds, seconds, systemClock } from '../time.js';

const bin = (name: string) => fileURLToPath(new URL(`../../dist/bin/${name}.js`, import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder = '';
let started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-cli-'));
  started = [];
});

afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(name: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [bin(name), ...argv], {
    cwd: folder,
    env: { PATH: process.env['PATH'], FOLDER: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...said })));
  return { child, ended };
}

const orch = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  start('orch', argv, env).ended;
const ops = (...argv: string[]) => start('ops', argv).ended;
/** A store opened beside the programs under test: to set the scene and to look at the end. */
async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const location = join(folder, 'db', 'queue.db');
  const store = await openStore(location, { clock: systemClock, actor: 'test:cli', whenMissing: 'create' });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function add(...ids: string[]): Promise<void> {
  await withStore(async (store) => {
    for (const id of ids) await store.enqueue(draft(id, { task: `일 ${id}` }));
  });
}

const taskOf = (id: string) => withStore((store) => store.find(taskId(id)));

const oneLine = (code: string) => expect.stringMatching(new RegExp(`^ERROR ${code}: [^\\n]+\\n$`));

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.elapsed() + 10_000;
  while (!(await holds())) {
    if (systemClock.elapsed() > deadline) throw new Error('expected a condition within 10 s; it never held');
    await systemClock.sleep(milliseconds(25));
  }
}

const says = (file: string) => readFile(join(folder, file), 'utf8').catch(() => '');

/** Whether the process whose id the file holds still runs. */
async function runs(file: string): Promise<boolean> {
  const stat = await readFile(`/proc/${(await says(file)).trim()}/stat`, 'utf8').catch(() => ') Z');
  return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

describe('orch', () => {
  it('runs a real command for each task and judges its report', async () => {
    await add('A', 'B');
    const script = [
      'cat > "$FOLDER/$ORCH_TASK_ID.json"',
      'printf "[REPORT %s]\\nStatus: DONE\\nFiles:\\n- a\\nDiff-Summary:\\n- b\\n" "$ORCH_TASK_ID"',
      'printf "Validation: ok\\nRisks: None\\nNext: None\\n[TOKENS %s]\\n" "$([ $ORCH_TASK_ID = B ] && echo 3501 || echo 7)"',
    ].join('; ');
    const worked = await orch([
      'work',
      '--exec',
      `sh -c '${script}'`,
      '--owner-session',
      'w1',
      '--until-idle',
    ]);
    expect(worked).toEqual({
      code: 0,
      out: 'A -> DONE\nB -> BLOCKED\nworked=2 done=1 failed=0 blocked=1 lost=0 returned=0\n',
      err: '',
    });
    expect(await says('logs/A/run-1.out')).toContain('[REPORT A]\nStatus: DONE\n');
    expect(JSON.parse(await says('A.json'))).toMatchObject({ id: 'A', task: '일 A', run: 1 });
  });

  it('tells of each run of a worker as a JSON line when it is asked to', async () => {
    await add('A', 'B');
    const script = 'test "$ORCH_TASK_ID" = A || exit 65';
    const worked = await orch([
      ...['work', '--owner-session', 'w1', '--until-idle', '--log-format', 'json', '--trace-id', 'mine'],
      ...['--shell', '--permanent-exit', '65', '--exec', script],
    ]);
    expect(worked.out).toMatch(/^A -> DONE\nB -> FAILED\nworked=2 /);
    const lines = worked.err.trim().split('\n');
    const facts = { program: 'orch work', run_trace_id: 'mine', run: 1, worker: 'w1', traceparent: null };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', ...facts, task_id: 'A', message: 'claimed' },
      { level: 'info', ...facts, task_id: 'A', outcome: 'DONE', message: 'settled' },
      { level: 'info', ...facts, task_id: 'B', message: 'claimed' },
      { level: 'warn', ...facts, task_id: 'B', outcome: 'FAILED', message: 'settled' },
    ]);
  });

  it("claims nothing more once the day's tokens are used up, and says so", async () => {
    await add('A', 'B');
    const worked = await orch([
      ...['work', '--owner-session', 'w1', '--until-idle', '--day-budget', '7'],
      ...['--exec', 'echo "[TOKENS 7]"'],
    ]);
    expect(worked).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A -> DONE\nworked=1 /),
      err: expect.stringMatching(
        /^the day's budget of 7 tokens is used up \(7\); no more claims before .*\n$/,
      ),
    });
    expect(await taskOf('B')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it('starts a worker process for each task of a dispatcher', async () => {
    await add('A', 'B');
    const dispatched = await orch([
      'dispatcher',
      '--exec',
      'true',
      '--until-idle',
      '--poll',
      '50ms',
      '--json',
    ]);
    expect(dispatched.code).toBe(0);
    const lines = dispatched.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ worked: 2, done: 2 });
    const log = await says('logs/orch_runs.jsonl');
    expect(log.match(/"command":"work"/g)).toHaveLength(4);
    expect(log).toMatch(/"trace_id":"trace-[0-9a-f]{12}"/);
  });

  it('adopts no claim that is not its own', async () => {
    await add('A');
    await withStore((store) => store.claim(workerId('w1'), { leaseFor: seconds(60) }));
    const claim = ['--adopt', 'A', '--owner-session', 'w1', '--exec', 'true'];
    expect(await orch(['work', ...claim, '--token', '2'])).toMatchObject({
      code: 3,
      err: oneLine('LEASE_LOST'),
    });
  });
});

describe('ops', () => {
  it('takes work from a holder, settles it by hand, and judges the system for a monitor', async () => {
    await add('A');
    await withStore((store) => store.claim(workerId('w1'), { leaseFor: seconds(60) }));
    expect(await ops('cancel', '--id', 'A')).toMatchObject({ code: 0 });
    const late = await orch(['done', '--id', 'A', '--owner-session', 'w1', '--token', '1', '--notes', 'x']);
    expect(late).toEqual({ code: 3, out: '', err: oneLine('LEASE_LOST') });
    expect(await ops('resolve', '--id', 'A', '--as', 'done', '--reason', 'seen')).toMatchObject({ code: 0 });
    expect(await ops('health', '--max-latency-p95-ms', '1h')).toMatchObject({ code: 30, err: '' });
    await orch(['render']);
    const healthy = await ops('health', '--deep', '--max-latency-p95-ms', '1h');
    expect(healthy).toEqual({ code: 0, out: 'HEALTH_OK\n', err: '' });
  });
});

describe('what is wrong outside ends with one clear line', () => {
  it('for a mistyped flag of either program', async () => {
    const mistyped = await Promise.all([orch(['list', '--jsn']), ops('status', '--jsn')]);
    for (const ended of mistyped) expect(ended).toEqual({ code: 2, out: '', err: oneLine('USAGE') });
  });

  it('for a store that is a text file, which stays as it is', async () => {
    await writeFile(join(folder, 'notes.txt'), '그냥 글입니다. '.repeat(100));
    for (const argv of [['list'], ['init']]) {
      const ended = await orch([...argv, '--db', 'notes.txt']);
      expect(ended).toEqual({ code: 5, out: '', err: oneLine('CORRUPT') });
    }
    expect(await says('notes.txt')).toBe('그냥 글입니다. '.repeat(100));
  });

  it('for a folder in which nothing can be written', async () => {
    const readOnly = await readOnlyFolder();
    const ended = await orch(['init', '--db', join(readOnly, 'queue.db')]);
    expect(ended).toEqual({ code: 5, out: '', err: oneLine('STORE_UNAVAILABLE') });
    await add('A');
    const rendered = await orch(['render', '--queue', join(readOnly, 'QUEUE.md')]);
    expect(rendered).toEqual({ code: 5, out: '', err: oneLine('STORE_UNAVAILABLE') });
  });

  it('for a store that is full, which loses nothing', async () => {
    await add('A');
    const big = ['--priority', 'P1', '--success-criteria', 'ok', '--task', 'x'.repeat(100_000)];
    const full = await orch(['add', '--id', 'B', ...big], { ORCH_MAX_STORE_PAGES: '1' });
    expect(full).toEqual({ code: 5, out: '', err: oneLine('STORE_FULL') });
    const held = await withStore(async (store) => [await store.integrity(), await store.list({ limit: 9 })]);
    expect(held).toMatchObject([[], [{ id: 'A', task: '일 A' }]]);
  });
});

/** A folder that refuses even its owner; for root, who may write everywhere else, one of the kernel's. */
async function readOnlyFolder(): Promise<string> {
  if (process.getuid?.() === 0) return '/sys/kernel';
  const path = join(folder, 'read-only');
  await mkdir(path);
  await chmod(path, 0o500);
  return path;
}

describe('a worker that ends in the middle of a task', () => {
  const sleeping = (lease: string) => [
    '--exec',
    `sh -c 'echo $$ > "$FOLDER/pid"; sleep 60'`,
    '--lease',
    lease,
  ];

  it('by SIGKILL leaves no command running, and the watchdog returns its task to the queue', async () => {
    await add('A');
    const { child, ended } = start('orch', ['work', '--owner-session', 'w1', ...sleeping('2s')]);
    await until(async () => (await says('pid')) !== '');
    child.kill('SIGKILL');
    await ended;
    await until(async () => !(await runs('pid')));
    const watched = await orch(['watchdog', '--interval', '100ms', '--until-idle']);
    expect(watched).toMatchObject({ code: 0, out: expect.stringContaining('RESET A\n') });
    expect(await taskOf('A')).toMatchObject({ status: 'PENDING', retries: 1, task: '일 A' });
  });

  it('by SIGTERM lets its command finish, when it does in time', async () => {
    await add('A', 'B');
    const command = `sh -c 'echo $$ > "$FOLDER/pid"; sleep 0.5'`;
    const { child, ended } = start('orch', ['work', '--owner-session', 'w1', '--exec', command]);
    await until(async () => (await says('pid')) !== '');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: expect.stringMatching(/^A -> DONE\nworked=1 done=1/) });
    expect(await taskOf('B')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it('by SIGTERM ends a command that takes too long, and returns its task to the queue', async () => {
    await add('A');
    const worker = ['work', '--owner-session', 'w1', '--grace', '100ms', ...sleeping('30s')];
    const { child, ended } = start('orch', worker);
    await until(async () => (await says('pid')) !== '');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('A -> PENDING\n'), err: '' });
    expect(await runs('pid')).toBe(false);
    expect(await taskOf('A')).toMatchObject({ status: 'PENDING', retries: 0, lastError: null });
  });

  it('by a second signal, half a second later, waits for nothing, also in a process that a dispatcher started', async () => {
    await add('A');
    const deaf = `sh -c 'trap "" TERM; echo $$ > "$FOLDER/pid"; while :; do sleep 0.1; done'`;
    const { child, ended } = start('orch', ['dispatcher', '--grace', '60s', '--exec', deaf]);
    await until(async () => (await says('pid')) !== '');
    child.kill('SIGTERM');
    const later = systemClock.elapsed() + 600;
    await until(async () => systemClock.elapsed() > later);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('A -> PENDING\n') });
    expect(await runs('pid')).toBe(false);
  });

  it('because an operator cancels the task stops its command and changes nothing more', async () => {
    await add('A');
    const { ended } = start('orch', ['work', '--owner-session', 'w1', '--max-tasks', '1', ...sleeping('6s')]);
    await until(async () => (await says('pid')) !== '');
    expect(await ops('cancel', '--id', 'A')).toMatchObject({ code: 0 });
    expect(await ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A lost: .*\n.* lost=1 returned=0\n$/),
    });
    expect(await runs('pid')).toBe(false);
    expect(await taskOf('A')).toMatchObject({ status: 'BLOCKED', blockedReason: 'operator_cancel' });
  });
});
