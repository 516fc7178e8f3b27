import { describe, expect, it } from 'vitest';
import type { Call, Completion } from '../../gates/record/history.js';
import { event, row } from '../history/by-hand/history-builder.js';
import type { Client } from './client.js';
import { Sampler, type SamplerTerms } from './sampler.js';

const EVERY_MS = 100;
const ok = (value: unknown): Completion => ({ type: 'ok', value });
const list: Call = { op: 'list', args: {} };
const eventsAfter = (after: number): Call => ({ op: 'events', args: { after } });

/** A sampler over a client that answers what it is given, or an empty read. */
function setUp(answers: Completion[] = [], reads: SamplerTerms['reads'] = ['list', 'events']) {
  const asked: Call[] = [];
  const run = { now: 0, lines: 0 };
  const client = {
    isUp: true,
    now: () => run.now,
    call: async (call: Call) => {
      asked.push(call);
      return answers.shift() ?? ok([]);
    },
  } as unknown as Client;
  const sampler = new Sampler({ client, recorder: run, everyMs: EVERY_MS, reads });
  return { run, asked, sampler };
}

describe('a sampler', () => {
  it('reads the list and the events once an interval, the first time at its end', async () => {
    const { run, asked, sampler } = setUp();

    for (run.now = 0; run.now < 3 * EVERY_MS; run.now += 10) await sampler.sample();

    expect(asked).toEqual([list, eventsAfter(0), list, eventsAfter(0)]);
  });

  it('asks for the events that came since the last one it read', async () => {
    const { run, asked, sampler } = setUp([
      ok([]),
      ok([event('1 T 0 ->PENDING'), event('7 T 1 PENDING>DONE')]),
    ]);

    for (const now of [100, 200]) {
      Object.assign(run, { now, lines: now });
      await sampler.sample();
    }

    expect(asked.at(-1)).toEqual(eventsAfter(7));
  });

  it('waits after a long list until the run has written many times as many lines', async () => {
    const { run, asked, sampler } = setUp([ok([row('T-1'), row('T-2')])], ['list']);

    for (const [now, lines] of [
      [100, 0],
      [200, 19],
      [300, 20],
    ] as const) {
      Object.assign(run, { now, lines });
      await sampler.sample();
      if (now === 200) expect(asked).toHaveLength(1);
    }

    expect(asked).toHaveLength(2);
  });

  it('waits for the next time when it was refused, and keeps its place in the log', async () => {
    const { run, asked, sampler } = setUp([
      { type: 'fail', code: 'BUSY' },
      { type: 'fail', code: 'BUSY' },
    ]);

    for (run.now = 100; run.now <= 200; run.now += 50) await sampler.sample();

    expect(asked).toEqual([list, eventsAfter(0), list, eventsAfter(0)]);
  });

  it('never asks a system without a log for events', async () => {
    const { run, asked, sampler } = setUp([], ['list']);

    run.now = EVERY_MS;
    await sampler.sample();

    expect(asked).toEqual([list]);
  });
});
