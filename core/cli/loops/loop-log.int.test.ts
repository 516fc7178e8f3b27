/** The JSON lines of the programs that run by themselves, as far as they run within this process. */
import { describe, expect, it } from 'vitest';
import { freshOrch } from '../testing/fresh-orch.js';

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const here = freshOrch();
const orch = (...argv: readonly string[]) => here.orch(argv, { ORCH_DURABILITY: 'none' });
const add = (id: string, ...more: readonly string[]) =>
  orch('add', '--id', id, '--priority', 'P1', '--task', 'a secret', '--success-criteria', 'x', ...more);
const lines = (err: string): readonly Record<string, unknown>[] =>
  err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const PROGRAM = { program: 'orch watchdog', run_trace_id: 'trace-000000000001' };

describe('a log in JSON', () => {
  it('of a watchdog tells of each recovery: the task, the run, whose it was, its trace and what became of it', async () => {
    await add('A', '--traceparent', TRACE);
    await add('B', '--max-attempts', '0');
    for (const owner of ['w1', 'w2']) await orch('pick', '--owner-session', owner);
    here.clock.advance(900_000);
    const said = await orch('watchdog', '--max-ticks', '1', '--log-format', 'json');
    expect(said.out).toBe('RESET A\nEXHAUSTED B\nrequeued=1 exhausted=1\n');
    const at = { time: '2026-01-01T00:15:00.000Z', run: 1 };
    expect(lines(said.err)).toEqual([
      {
        ...{ level: 'info', ...at, ...PROGRAM, task_id: 'A', worker: 'w1', traceparent: TRACE },
        ...{ outcome: 'PENDING', message: 'requeued' },
      },
      {
        ...{ level: 'warn', ...at, ...PROGRAM, task_id: 'B', worker: 'w2', traceparent: null },
        ...{ outcome: 'FAILED', message: 'exhausted' },
      },
    ]);
  });

  it('of a dispatcher tells of each claim and of its end, and says its sentences as lines too', async () => {
    await add('A', '--traceparent', TRACE);
    const end = ['--until-idle', '--log-format', 'json'];
    const said = await orch('dispatcher', '--exec', 'true', '--max-tasks', '1', ...end);
    const facts = { task_id: 'A', run: 1, worker: 'dispatcher', traceparent: TRACE };
    expect(lines(said.err)).toMatchObject([
      { level: 'info', ...facts, message: 'claimed' },
      { level: 'warn', message: expect.stringContaining('ENOENT') },
      { level: 'warn', ...facts, outcome: 'FAILED', duration_ms: 0, message: 'settled' },
    ]);
    expect(said.err).not.toContain('a secret');
  });

  it('leaves out what is below its level, and says nothing about nothing', async () => {
    await add('A');
    await orch('pick', '--owner-session', 'w1');
    const quiet = ['--max-ticks', '1', '--log-format', 'json', '--log-level', 'warn'];
    expect(await orch('watchdog', ...quiet)).toMatchObject({ out: 'NOOP\n', err: '' });
    here.clock.advance(900_000);
    expect(await orch('watchdog', ...quiet)).toMatchObject({ err: '' });
  });

  it('is asked for: without it, what is said stays in sentences', async () => {
    await add('A');
    const said = await orch('dispatcher', '--exec', 'true', '--max-tasks', '1', '--until-idle');
    expect(said.err).toMatch(/^[^{\n]*ENOENT[^\n]*\n$/);
    expect(await orch('watchdog', '--log-format', 'xml')).toMatchObject({ code: 2 });
  });
});
