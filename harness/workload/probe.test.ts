import { describe, expect, it } from 'vitest';
import type { Call, Completion } from '../../gates/record/history.js';
import { row } from '../history/by-hand/history-builder.js';
import type { Recorder } from '../history/recorder.js';
import { Board } from './board.js';
import type { Client } from './client.js';
import { Probe } from './probe.js';

const QUIET_MS = 100;
const enqueue: Call = { op: 'enqueue', args: { task: { id: 'T', priority: 'P1', task: 'x' } } };
const complete: Call = { op: 'complete', args: { worker: 'w1', task: 'T', fence: 1, notes: '' } };
const busy: Completion = { type: 'fail', code: 'BUSY' };
const ok = (value: unknown): Completion => ({ type: 'ok', value });
const running = ok([row('T', { status: 'IN_PROGRESS' })]);
const settled = ok([row('T')]);

/** A probe over a board with one open task, and a client that answers what it is given, or that it is settled. */
function setUp(answers: Completion[] = []) {
  const board = new Board();
  board.observe(enqueue, ok({ task: 'T' }), 1);
  let now = 0;
  let asked = 0;
  const client = {
    isUp: true,
    now: () => now,
    call: async () => {
      asked += 1;
      return answers.shift() ?? settled;
    },
  } as unknown as Client;
  const recorder = { lines: 10 } as Recorder;
  const probe = new Probe({ client, board, recorder, quietMs: QUIET_MS });
  return {
    board,
    probe,
    asked: () => asked,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the probe', () => {
  it('does not ask while a task is certainly open and there is news of some', async () => {
    const { probe, asked } = setUp();

    expect([await probe.isDrained(), asked()]).toEqual([false, 0]);
  });

  it('asks once no task is open, and believes the list', async () => {
    const { probe, board, asked } = setUp();
    board.observe(complete, ok(null), 3);

    expect([await probe.isDrained(), asked()]).toEqual([true, 1]);
  });

  it('asks again only when it has heard something since, or heard nothing for long', async () => {
    const { probe, board, asked, pass } = setUp([running, running, running]);
    board.observe(complete, { type: 'info', code: 'TIMEOUT' }, 3);
    await probe.isDrained();
    pass(QUIET_MS - 1);
    await probe.isDrained();
    const meanwhile = asked();
    pass(1);
    await probe.isDrained();
    const afterQuiet = asked();
    board.observe(complete, ok(null), 30);
    await probe.isDrained();

    expect([meanwhile, afterQuiet, asked()]).toEqual([1, 2, 3]);
  });

  it('asks again at once when it was not answered', async () => {
    const { probe, board, asked } = setUp([busy]);
    board.observe(complete, ok(null), 3);

    expect([await probe.isDrained(), await probe.isDrained(), asked()]).toEqual([false, true, 2]);
  });
});
