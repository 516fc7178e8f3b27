import { describe, expect, it } from 'vitest';
import { PROBE_KNOBS } from '../adapters/stdio/probe-knobs.js';
import type { Plan } from '../scenario/plan.js';
import { longestMs } from './run-real.js';

const plan = (over: Partial<Plan>): Plan => ({
  scenario: 'S1',
  seed: 1,
  knobs: { ...PROBE_KNOBS, drainMs: 5_000 },
  actors: { submitters: 1, workers: 1, watchdogs: 1, operators: 0 },
  tasks: [],
  operations: [],
  faults: [],
  ...over,
});

describe('the bound of a real run', () => {
  it('is the time to drain and a margin when nothing is planned', () => {
    expect(longestMs(plan({}))).toBe(5_000 + 60_000);
  });

  it('reaches beyond the last thing planned and the length of its fault', () => {
    const fault = { id: 'f1', kind: 'pause', target: 'w1', anchor: { at: 4_000 }, forMs: 3_000 } as const;
    const operation = { at: 2_000, op: 'cancel', task: 'T-1' } as const;

    expect(longestMs(plan({ faults: [fault], operations: [operation] }))).toBe(7_000 + 65_000);
  });
});
