/** The built `orch work`, ended in the ways a worker is ended, while its command runs. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { milliseconds, systemClock } from '../../time.js';
import { ProgramsInFolder } from '../testing/programs-in-folder.js';

let bench: ProgramsInFolder;
beforeEach(async () => {
  bench = await ProgramsInFolder.open();
});
afterEach(() => bench.end());

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.elapsed() + 10_000;
  while (!(await holds())) {
    if (systemClock.elapsed() > deadline) throw new Error('expected a condition within 10 s; it never held');
    await systemClock.sleep(milliseconds(25));
  }
}

/** Whether the process whose id the file holds still runs. */
async function runs(file: string): Promise<boolean> {
  const stat = await readFile(`/proc/${(await bench.says(file)).trim()}/stat`, 'utf8').catch(() => ') Z');
  return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

describe('a worker that ends in the middle of a task', () => {
  const sleeping = (lease: string) => [
    '--exec',
    `sh -c 'echo $$ > "$FOLDER/pid"; sleep 60'`,
    '--lease',
    lease,
  ];

  it('by SIGKILL leaves no command running, and the watchdog returns its task to the queue', async () => {
    await bench.add('A');
    const { child, ended } = bench.start('orch', ['work', '--owner-session', 'w1', ...sleeping('2s')]);
    await until(async () => (await bench.says('pid')) !== '');
    child.kill('SIGKILL');
    await ended;
    await until(async () => !(await runs('pid')));
    const watched = await bench.orch(['watchdog', '--interval', '100ms', '--until-idle']);
    expect(watched).toMatchObject({ code: 0, out: expect.stringContaining('RESET A\n') });
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', retries: 1, task: '일 A' });
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'by %s lets its command finish, when it does in time',
    async (signal) => {
      await bench.add('A', 'B');
      const command = `sh -c 'echo $$ > "$FOLDER/pid"; sleep 0.5'`;
      const { child, ended } = bench.start('orch', ['work', '--owner-session', 'w1', '--exec', command]);
      await until(async () => (await bench.says('pid')) !== '');
      child.kill(signal);
      expect(await ended).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^A -> DONE\nworked=1 done=1/),
      });
      expect(await bench.taskOf('B')).toMatchObject({ status: 'PENDING', run: 0 });
    },
  );

  it('by SIGTERM ends a command that takes too long, and returns its task to the queue', async () => {
    await bench.add('A');
    const worker = ['work', '--owner-session', 'w1', '--grace', '100ms', ...sleeping('30s')];
    const { child, ended } = bench.start('orch', worker);
    await until(async () => (await bench.says('pid')) !== '');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('A -> PENDING\n'), err: '' });
    expect(await runs('pid')).toBe(false);
    expect(await bench.taskOf('A')).toMatchObject({ status: 'PENDING', retries: 0, lastError: null });
  });

  it('by a second signal, half a second later, waits for nothing, also in a process that a dispatcher started', async () => {
    await bench.add('A');
    const deaf = `sh -c 'trap "" TERM; echo $$ > "$FOLDER/pid"; while :; do sleep 0.1; done'`;
    const { child, ended } = bench.start('orch', ['dispatcher', '--grace', '60s', '--exec', deaf]);
    await until(async () => (await bench.says('pid')) !== '');
    child.kill('SIGTERM');
    const later = systemClock.elapsed() + 600;
    await until(async () => systemClock.elapsed() > later);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('A -> PENDING\n') });
    expect(await runs('pid')).toBe(false);
  });

  it('because it has spent too much stops its command, and the task is blocked', async () => {
    await bench.add('A');
    const script = `echo $$ > "$FOLDER/pid"; echo "[TOKENS 99999]"; sleep 60`;
    const worker = ['work', '--owner-session', 'w1', '--max-tasks', '1', '--shell', '--exec', script];
    expect(await bench.orch(worker)).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^A -> BLOCKED\tguardrail; next: make the work smaller.*\n.* blocked=1 lost=0 /,
      ),
      err: '',
    });
    expect(await runs('pid')).toBe(false);
  });

  it('because its store is damaged ends with 5 and one clear line, though it is to run no more tasks', async () => {
    await bench.add('A');
    const damage = 'for file in db/queue.db db/queue.db-wal; do head -c 200000 /dev/zero > $file; done';
    const worker = ['work', '--owner-session', 'w1', '--max-tasks', '1', '--shell', '--exec', damage];
    expect(await bench.orch(worker)).toEqual({
      code: 5,
      out: '',
      err: expect.stringMatching(/^ERROR CORRUPT: [^\n]+\n$/),
    });
  });

  it('because an operator cancels the task stops its command long before the next heartbeat, and changes nothing more', async () => {
    await bench.add('A');
    const { ended } = bench.start('orch', [
      'work',
      '--owner-session',
      'w1',
      '--max-tasks',
      '1',
      ...sleeping('15m'),
    ]);
    await until(async () => (await bench.says('pid')) !== '');
    expect(await bench.ops('cancel', '--id', 'A')).toMatchObject({ code: 0 });
    expect(await ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^A lost: .*\n.* lost=1 returned=0\n$/),
    });
    expect(await runs('pid')).toBe(false);
    expect(await bench.taskOf('A')).toMatchObject({ status: 'BLOCKED', blockedReason: 'operator_cancel' });
  });
});
