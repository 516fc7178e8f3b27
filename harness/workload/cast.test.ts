import { describe, expect, it } from 'vitest';
import { TEST_KNOBS } from '../history/by-hand/history-builder.js';
import type { Plan, PlannedFault } from '../scenario/plan.js';
import { castOf, checkPlan, dealt } from './cast.js';

const fault = (target: string, kind: 'kill' | 'store-lock' | 'store-full' = 'kill'): PlannedFault => ({
  id: 'f1',
  kind,
  target,
  anchor: { at: 0 },
  forMs: 10,
});

const plan = (changes: Partial<Plan> = {}): Plan => ({
  scenario: 'by-hand',
  seed: 1,
  knobs: TEST_KNOBS,
  actors: { submitters: 1, workers: 2, watchdogs: 1, operators: 0 },
  tasks: [],
  operations: [],
  faults: [],
  ...changes,
});

describe('the cast of a run', () => {
  it('names everybody by letter and number', () => {
    expect(castOf({ submitters: 1, workers: 2, watchdogs: 1, operators: 0 })).toEqual({
      submitters: ['s1'],
      workers: ['w1', 'w2'],
      watchdogs: ['d1'],
      operators: [],
    });
  });

  it('deals work out in turn', () => {
    expect(dealt(['a', 'b', 'c'], 2)).toEqual([['a', 'c'], ['b']]);
  });
});

describe('a plan', () => {
  it('may aim a fault at an actor, at anybody and at the store', () => {
    expect(() =>
      checkPlan(
        plan({
          faults: [
            fault('w2'),
            { ...fault('any'), id: 'f2' },
            { ...fault('store', 'store-lock'), id: 'f3' },
            { ...fault('store', 'store-full'), id: 'f4' },
          ],
        }),
      ),
    ).not.toThrow();
  });

  it('is refused when a fault is aimed at nobody, saying who there is', () => {
    expect(() => checkPlan(plan({ faults: [fault('w3')] }))).toThrow(
      'fault f1 is aimed at w3; expected one of any, s1, w1, w2, d1',
    );
  });

  it('is refused when two faults have one id', () => {
    expect(() => checkPlan(plan({ faults: [fault('w1'), fault('w2')] }))).toThrow(
      'expected an id of its own for every fault, found f1 twice',
    );
  });

  it('is refused when anything but a kill is to strike in the midst of a call', () => {
    const anchor = { op: 'claim', nth: 1, phase: 'mid' } as const;

    expect(() => checkPlan(plan({ faults: [{ ...fault('w1'), kind: 'kill', anchor }] }))).not.toThrow();
    expect(() => checkPlan(plan({ faults: [{ ...fault('w1'), kind: 'pause', anchor }] }))).toThrow(
      'fault f1 is a pause in the midst of a call; expected a kill there',
    );
  });

  it('is refused when nobody gives its commands', () => {
    const operations = [{ at: 0, op: 'cancel', task: 'T' }] as const;

    expect(() => checkPlan(plan({ operations }))).toThrow('expected an operator');
  });

  it('is refused when nobody hands in its tasks', () => {
    const tasks = [
      {
        at: 0,
        submit: { id: 'T', priority: 'P1', task: 'x' },
        runs: [{ serviceMs: 0, outcome: 'done', tokens: null }],
        fault: null,
      },
    ] as const;
    const actors = { submitters: 0, workers: 1, watchdogs: 0, operators: 0 };

    expect(() => checkPlan(plan({ tasks, actors }))).toThrow('expected a submitter for its 1 tasks');
  });
});
