/** The built `orch` and `ops`, typed as a person types them, in folders of their own. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workerId } from '../task/ids.js';
import { seconds } from '../time.js';
import { ProgramsInFolder } from './testing/programs-in-folder.js';

let bench: ProgramsInFolder;
beforeEach(async () => {
  bench = await ProgramsInFolder.open();
});
afterEach(() => bench.end());

const orch = (argv: readonly string[], env?: Readonly<Record<string, string>>) => bench.orch(argv, env);
const ops = (...argv: string[]) => bench.ops(...argv);

const oneLine = (code: string) => expect.stringMatching(new RegExp(`^ERROR ${code}: [^\\n]+\\n$`));

describe('orch', () => {
  it('runs a real command for each task and judges its report', async () => {
    await bench.add('A', 'B');
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
      out: [
        'A -> DONE',
        'B -> BLOCKED\tguardrail; next: make the work smaller, then ops replan --id B --notes <how>',
        'worked=2 done=1 failed=0 blocked=1 lost=0 returned=0\n',
      ].join('\n'),
      err: '',
    });
    expect(await bench.says('logs/A/run-1.out')).toContain('[REPORT A]\nStatus: DONE\n');
    expect(JSON.parse(await bench.says('A.json'))).toMatchObject({ id: 'A', task: '일 A', run: 1 });
  });

  it('tells of each run of a worker as a JSON line when it is asked to', async () => {
    await bench.add('A', 'B');
    const script = 'test "$ORCH_TASK_ID" = A || exit 65; echo "[TOKENS 2001]"';
    const worked = await orch([
      ...['work', '--owner-session', 'w1', '--until-idle', '--log-format', 'json', '--trace-id', 'mine'],
      ...['--shell', '--permanent-exit', '65', '--exec', script],
    ]);
    expect(worked.out).toMatch(/^A -> DONE\tguardrail: .+\nB -> FAILED\texit code 65; next: .+\nworked=2 /);
    const lines = worked.err.trim().split('\n');
    const facts = { program: 'orch work', run_trace_id: 'mine', run: 1, worker: 'w1', traceparent: null };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', ...facts, task_id: 'A', message: 'claimed' },
      { level: 'info', ...facts, task_id: 'A', outcome: 'DONE', tokens: 2_001, guardrail: 'SUMMARIZE' },
      { level: 'info', ...facts, task_id: 'B', message: 'claimed' },
      { level: 'warn', ...facts, task_id: 'B', outcome: 'FAILED', tokens: 0, guardrail: null },
    ]);
  });

  it('says why a run failed, where its output is, and when it is tried again', async () => {
    await bench.add('A');

    const worked = await orch([
      ...['work', '--owner-session', 'w1', '--max-tasks', '1', '--shell'],
      ...['--exec', 'echo boom >&2; exit 1'],
    ]);

    expect(worked.out).toMatch(
      /^A -> FAILED\texit code 1: boom \(output: logs\/A\/run-1\.err\); again after 1m\nworked=1 /,
    );
  });

  it("claims nothing more once the day's tokens are used up, and says so", async () => {
    await bench.add('A', 'B');
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
    expect(await bench.taskOf('B')).toMatchObject({ status: 'PENDING', run: 0 });
  });

  it('fills the words of a command with its task, but not the command of a shell', async () => {
    await bench.add('A', 'B');
    const end = ['--max-tasks', '1', '--poll', '50ms'];
    const filled = await orch(['dispatcher', ...end, '--exec', 'echo {id}/{run} {task} {success_criteria}']);
    const plain = ['work', '--owner-session', 'w1', ...end, '--shell', '--exec', 'echo "{id} $ORCH_TASK_ID"'];
    expect([filled.code, (await orch(plain)).code]).toEqual([0, 0]);
    expect(await bench.says('logs/A/run-1.out')).toBe('A/1 일 A it is done\n');
    expect(await bench.says('logs/B/run-1.out')).toBe('{id} B\n');
  });

  it('starts a worker process for each task of a dispatcher', async () => {
    await bench.add('A', 'B');
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
    const log = await bench.says('logs/orch_runs.jsonl');
    expect(log.match(/"command":"work"/g)).toHaveLength(4);
    expect(log).toMatch(/"trace_id":"trace-[0-9a-f]{12}"/);
  });

  it('adopts no claim that is not its own', async () => {
    await bench.add('A');
    await bench.withStore((store) => store.claim(workerId('w1'), { leaseFor: seconds(60) }));
    const claim = ['--adopt', 'A', '--owner-session', 'w1', '--exec', 'true'];
    expect(await orch(['work', ...claim])).toMatchObject({ code: 2, err: oneLine('USAGE') });
    expect(await orch(['work', ...claim, '--token', '2'])).toMatchObject({
      code: 3,
      err: oneLine('LEASE_LOST'),
    });
  });
});

describe('ops', () => {
  it('takes work from a holder, settles it by hand, and judges the system for a monitor', async () => {
    await bench.add('A');
    await bench.withStore((store) => store.claim(workerId('w1'), { leaseFor: seconds(60) }));
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
    await writeFile(join(bench.folder, 'notes.txt'), '그냥 글입니다. '.repeat(100));
    for (const argv of [['list'], ['init']]) {
      const ended = await orch([...argv, '--db', 'notes.txt']);
      expect(ended).toEqual({ code: 5, out: '', err: oneLine('CORRUPT') });
    }
    expect(await bench.says('notes.txt')).toBe('그냥 글입니다. '.repeat(100));
  });

  it('for a folder in which nothing can be written', async () => {
    const readOnly = await readOnlyFolder();
    const ended = await orch(['init', '--db', join(readOnly, 'queue.db')]);
    expect(ended).toEqual({ code: 5, out: '', err: oneLine('STORE_UNAVAILABLE') });
    await bench.add('A');
    const rendered = await orch(['render', '--queue', join(readOnly, 'QUEUE.md')]);
    expect(rendered).toEqual({ code: 5, out: '', err: oneLine('STORE_UNAVAILABLE') });
  });

  it('for a store that is full, which loses nothing', async () => {
    await bench.add('A');
    const big = ['--priority', 'P1', '--success-criteria', 'ok', '--task', 'x'.repeat(100_000)];
    const full = await orch(['add', '--id', 'B', ...big], { ORCH_MAX_STORE_PAGES: '1' });
    expect(full).toEqual({ code: 5, out: '', err: oneLine('STORE_FULL') });
    const held = await bench.withStore(async (store) => [
      await store.integrity(),
      await store.list({ limit: 9 }),
    ]);
    expect(held).toMatchObject([[], [{ id: 'A', task: '일 A' }]]);
  });
});

/** A folder that refuses even its owner; for root, who may write everywhere else, one of the kernel's. */
async function readOnlyFolder(): Promise<string> {
  if (process.getuid?.() === 0) return '/sys/kernel';
  const path = join(bench.folder, 'read-only');
  await mkdir(path);
  await chmod(path, 0o500);
  return path;
}
