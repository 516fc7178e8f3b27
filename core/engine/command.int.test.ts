import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft } from '../store/contract/bench.js';
import { openStore } from '../store/open.js';
import { workerId } from '../task/ids.js';
import type { InProgress, TaskDraft } from '../task/task.js';
import { type DurationMs, milliseconds, seconds, systemClock } from '../time.js';
import { commandExecute } from './command.js';
import { PERMANENT_EXITS } from './command-outcome.js';
import { fillWords } from './fill-words.js';
import { DEFAULT_BOUNDS, keepOutput } from './kept-output.js';
import { splitWords } from './split-words.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function claimed(fields: Partial<TaskDraft> = {}): Promise<InProgress> {
  const store = await openStore(':memory:', {
    clock: systemClock,
    actor: 'test:test',
    whenMissing: 'create',
  });
  await store.enqueue(draft('T-1', fields));
  const task = await store.claim(workerId('w1'), { leaseFor: seconds(60) });
  await store.close();
  if (task === null) throw new Error('expected a task');
  return task;
}

interface Terms {
  readonly runLimit?: DurationMs;
  readonly stopGrace?: DurationMs;
  readonly signal?: AbortSignal;
  readonly hurry?: AbortSignal;
  readonly task?: Partial<TaskDraft>;
  readonly spent?: (tokens: number) => void;
}

async function run(command: string, terms: Terms = {}) {
  const execute = commandExecute({
    wordsFor: (task) => fillWords(splitWords(command), task),
    env: { PATH: process.env['PATH'], FOLDER: folder },
    clock: systemClock,
    runLimit: terms.runLimit ?? seconds(10),
    stopGrace: terms.stopGrace ?? seconds(5),
    permanentExits: PERMANENT_EXITS,
    keepOutput: (task) =>
      keepOutput(task, {
        folder,
        toldFrom: folder,
        bounds: DEFAULT_BOUNDS,
        onTrouble: ({ message }) => expect.unreachable(message),
      }),
    hurry: terms.hurry ?? new AbortController().signal,
  });
  const signal = terms.signal ?? new AbortController().signal;
  return execute(await claimed(terms.task), signal, terms.spent ?? (() => undefined));
}

/** Whether a process of that id runs; a zombie that nobody has waited for yet does not. */
async function runs(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return false;
    throw error;
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = systemClock.elapsed() + 5_000;
  while (!(await holds())) {
    if (systemClock.elapsed() > deadline) throw new Error('expected a condition within 5 s; it never held');
    await systemClock.sleep(milliseconds(20));
  }
}

async function pidFrom(name: string): Promise<number> {
  let text = '';
  await until(async () => {
    text = await readFile(join(folder, name), 'utf8').catch(() => '');
    return text.endsWith('\n');
  });
  return Number(text);
}

describe('a command', () => {
  it('gets the task as JSON on its input and its ids in the environment, and nothing on its command line', async () => {
    const text = `'; touch "$FOLDER/pwned"; $(reboot) 한국어`;
    const script = `cat > "$FOLDER/in"; echo "$ORCH_TASK_ID $ORCH_RUN $ORCH_FENCE $TRACEPARENT $#" > "$FOLDER/env"`;
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const outcome = await run(`sh -c '${script}' sh`, { task: { task: text, traceparent } });
    expect(outcome).toMatchObject({ kind: 'done', report: null });
    const input = JSON.parse(await readFile(join(folder, 'in'), 'utf8'));
    expect(input).toMatchObject({ id: 'T-1', task: text, successCriteria: 'it is done', run: 1 });
    expect(await readFile(join(folder, 'env'), 'utf8')).toBe(`T-1 1 1 ${traceparent} 0\n`);
  });

  it('gets a field of the task as one argument where its words ask for it', async () => {
    const text = `'; touch "$FOLDER/pwned"; $(touch "$FOLDER/pwned") 한국어\n* \\ --`;
    const script = `printf "%s|" "$#" "$@" > "$FOLDER/args"; test ! -e "$FOLDER/pwned"`;
    const command = `sh -c '${script}' sh {id} "task: {task}" {success_criteria} --run={run}`;
    expect(await run(command, { task: { task: text } })).toMatchObject({ kind: 'done' });
    const args = await readFile(join(folder, 'args'), 'utf8');
    expect(args).toBe(`4|T-1|task: ${text}|it is done|--run=1|`);
  });

  it('need not read its input, be it large', async () => {
    expect(await run('true', { task: { task: 'x'.repeat(1_000_000) } })).toMatchObject({ kind: 'done' });
  });

  it('hands in its report and tokens, also when it fails', async () => {
    const script = 'printf "log\\n[REPORT T-1]\\nStatus: 실패\\n[TOKENS 42]\\n"; exit 1';
    expect(await run(`sh -c '${script}'`)).toMatchObject({
      kind: 'failed',
      report: { tokens: 42, text: '[REPORT T-1]\nStatus: 실패' },
    });
  });

  it('that fails has failed for the reason it gave last, and its output is kept', async () => {
    const outcome = await run(`sh -c 'echo out; echo first >&2; echo "왜냐하면" >&2; exit 65'`);
    const error = 'exit code 65: 왜냐하면 (output: T-1/run-1.err)';
    expect(outcome).toMatchObject({ failure: { class: 'permanent', error } });
    expect(await readFile(join(folder, 'T-1/run-1.err'), 'utf8')).toBe('first\n왜냐하면\n');
    expect(await readFile(join(folder, 'T-1/run-1.out'), 'utf8')).toBe('out\n');
  });

  it('that does not exist has failed, and may be retried', async () => {
    const outcome = await run('no-such-command-here');
    expect(outcome).toMatchObject({ kind: 'failed', failure: { class: 'transient' } });
    expect(outcome).toHaveProperty('failure.error', expect.stringContaining('no-such-command-here'));
  });

  it.each([
    ['a NUL', 'before\0after', 'found a NUL in argument 3'],
    ['more than the kernel takes', 'x'.repeat(131_072), 'found 131072 bytes in argument 3'],
  ])(
    'that would get %s as an argument has failed for good, and is told where the text is',
    async (_, text, found) => {
      const outcome = await run(`sh -c 'touch "$FOLDER/ran"' {task}`, { task: { task: text } });
      expect(outcome).toMatchObject({ kind: 'failed', failure: { class: 'permanent' } });
      expect(outcome).toHaveProperty('failure.error', expect.stringContaining(found));
      expect(outcome).toHaveProperty(
        'failure.error',
        expect.stringContaining('read them from standard input'),
      );
      expect(await readFile(join(folder, 'ran'), 'utf8').catch(() => 'never ran')).toBe('never ran');
    },
  );

  it('that is killed has failed, and may be retried', async () => {
    expect(await run("sh -c 'kill -SEGV $$'")).toMatchObject({ failure: { error: 'killed by SIGSEGV' } });
  });

  it('that counts no whole number of tokens has failed for good', async () => {
    const outcome = await run("echo '[TOKENS many]'");
    expect(outcome).toMatchObject({
      failure: { class: 'permanent', error: expect.stringContaining('many') },
    });
  });
});

describe('a command that goes on', () => {
  it('says what it has spent with every whole line', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const spent = (tokens: number) => {
      told.push(tokens);
      if (tokens === 9) stop.abort(new Error('enough'));
    };
    const outcome = await run(`sh -c 'echo "[TOKENS 9]"; printf "[TOKENS 10]"; sleep 30'`, {
      signal: stop.signal,
      spent,
    });
    expect(outcome).toMatchObject({ kind: 'stopped', because: 'enough' });
    expect(told).toContain(9);
    expect(told).not.toContain(10);
  });
});

describe('a command that must end', () => {
  it('is stopped at the run limit', async () => {
    const outcome = await run('sleep 30', { runLimit: milliseconds(200) });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { class: 'transient', error: 'the run limit of 0.2 s is over' },
    });
  });

  it('is asked first, and killed with all it started when it does not listen', async () => {
    const stop = new AbortController();
    const script = 'trap "" TERM; sleep 30 & echo $! > "$FOLDER/pid"; while :; do sleep 0.05; done';
    const running = run(`sh -c '${script}'`, { stopGrace: milliseconds(200), signal: stop.signal });
    const pid = await pidFrom('pid');
    stop.abort(new Error('worker stopped'));
    expect(await running).toMatchObject({ kind: 'stopped', because: 'worker stopped' });
    await until(async () => !(await runs(pid)));
  });

  it('is killed at once when there is no time to ask', async () => {
    const [stop, hurry] = [new AbortController(), new AbortController()];
    const script = 'trap "" TERM; echo $$ > "$FOLDER/pid"; while :; do sleep 0.05; done';
    const terms = { stopGrace: seconds(60), signal: stop.signal, hurry: hurry.signal };
    const running = run(`sh -c '${script}'`, terms);
    await pidFrom('pid');
    stop.abort(new Error('worker stopped'));
    hurry.abort();
    expect(await running).toMatchObject({ kind: 'stopped' });
  });

  it('is not done even when it answers the request with exit code 0', async () => {
    const stop = new AbortController();
    const script = 'trap "exit 0" TERM; echo $$ > "$FOLDER/pid"; while :; do sleep 0.05; done';
    const running = run(`sh -c '${script}'`, { signal: stop.signal });
    await pidFrom('pid');
    stop.abort(new Error('the lease is lost'));
    expect(await running).toMatchObject({ kind: 'stopped', because: 'the lease is lost' });
  });

  it('does not take along what has left its group', async () => {
    const leaving = `setsid sh -c "echo \\$\\$ > $FOLDER/pid; exec sleep 30" > /dev/null 2>&1 < /dev/null &`;
    const script = `${leaving} until test -s "$FOLDER/pid"; do sleep 0.02; done`;
    expect(await run(`sh -c '${script}'`)).toMatchObject({ kind: 'done' });
    const pid = await pidFrom('pid');
    expect(await runs(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('leaves nothing running in its group when it ends by itself', async () => {
    const outcome = await run(`sh -c 'sleep 30 & echo $! > "$FOLDER/pid"'`);
    expect(outcome).toMatchObject({ kind: 'done' });
    const pid = await pidFrom('pid');
    await until(async () => !(await runs(pid)));
  });
});
