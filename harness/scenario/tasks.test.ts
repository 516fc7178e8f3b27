import { describe, expect, it } from 'vitest';
import { randomFrom } from '../sim/random.js';
import { allAtOnce, bursts, perMinute } from './arrivals.js';
import { always, between, minutes, oneOf, seconds, share } from './drawn.js';
import { sameId, sameKey } from './duplicates.js';
import { dies, fails, failsForGood, sometimes, works } from './runs.js';
import { type TasksTerms, tasks } from './tasks.js';

const plain: TasksTerms = {
  named: 'steady',
  count: 3,
  arrivals: allAtOnce(),
  runs: [works({ for: seconds(2) })],
};
const planned = (terms: Partial<TasksTerms>, seed = 1) => tasks({ ...plain, ...terms })(randomFrom(seed));

describe('tasks', () => {
  it('names and numbers them, and gives each as many runs as it may need', () => {
    const [first, , third] = planned({});

    expect(first).toEqual({
      at: 0,
      submit: { id: 'steady-1', priority: 'P1', task: 'steady work, number 1' },
      runs: Array.from({ length: 4 }, () => ({ serviceMs: 2000, outcome: 'done', tokens: null })),
      fault: null,
    });
    expect(third?.submit.id).toBe('steady-3');
  });

  it('plays the runs in order, and the last one again', () => {
    const [task] = planned({
      maxRetries: 4,
      runs: [fails({ for: 1 }), dies({ for: 2 }), failsForGood({ for: 3 }), works({ for: 4, tokens: 3500 })],
    });

    expect(task?.runs.map(({ outcome }) => outcome)).toEqual([
      'transient',
      'die',
      'permanent',
      'done',
      'done',
    ]);
    expect(task?.runs.at(-1)).toEqual({ serviceMs: 4, outcome: 'done', tokens: 3500 });
    expect(task?.submit.maxRetries).toBe(4);
  });

  it('keeps runs beyond those it may need', () => {
    const [task] = planned({ maxRetries: 0, runs: [fails({ for: 1 }), works({ for: 2 })] });

    expect(task?.runs).toHaveLength(2);
  });

  it('draws a share of runs anew for each run', () => {
    const seldom = sometimes(share(0.25), fails({ for: 1 }), works({ for: 1 }));
    const outcomes = planned({ count: 500, runs: [seldom] }).flatMap(({ runs }) =>
      runs.map((run) => run.outcome),
    );

    const part = outcomes.filter((outcome) => outcome === 'transient').length / outcomes.length;

    expect(part).toBeGreaterThan(0.2);
    expect(part).toBeLessThan(0.3);
  });

  it('submits the same key again under another id, and the same id again, at the instants asked for', () => {
    const duplicates = [
      sameKey({ share: 1, after: [0, seconds(5)] }),
      sameId({ share: 1, after: [always(seconds(9))] }),
    ];
    const all = planned({ count: 1, duplicates });

    expect(all.map(({ at, submit, fault }) => [at, submit.id, submit.idempotencyKey, fault])).toEqual([
      [0, 'steady-1', 'key-steady-1', null],
      [0, 'steady-1.again-1', 'key-steady-1', 'duplicate-enqueue'],
      [5000, 'steady-1.again-2', 'key-steady-1', 'duplicate-enqueue'],
      [9000, 'steady-1', 'key-steady-1', 'duplicate-enqueue'],
    ]);
  });

  it('duplicates the share asked for', () => {
    const none = planned({ count: 20, duplicates: [sameKey({ share: 0, after: [0] })] });

    expect(none).toHaveLength(20);
  });

  it('is the same for the same seed, and another for another', () => {
    const terms = { priority: oneOf('P0', 'P1', 'P2'), arrivals: perMinute(30), count: 20 } as const;

    expect(planned(terms, 4)).toEqual(planned(terms, 4));
    expect(planned(terms, 4)).not.toEqual(planned(terms, 5));
  });

  it.each<[Partial<TasksTerms>, string]>([
    [
      { named: '7up' },
      'tasks 7up: named: expected a letter, then letters, digits or "-", 31 at most, found \'7up\'',
    ],
    [{ count: 0 }, 'tasks steady: count: expected a whole number of 1 or more, found 0'],
    [{ maxRetries: -1 }, 'tasks steady: maxRetries: expected a whole number of 0 or more, found -1'],
    [{ runs: [] }, 'tasks steady: runs: expected at least one, found []'],
    [
      { arrivals: 5 as never },
      'tasks steady: arrivals: expected perMinute(…), bursts({…}) or allAtOnce(), found 5',
    ],
  ])('refuses %o', (change, message) => {
    expect(() => planned(change)).toThrow(message);
  });
});

describe('arrivals', () => {
  it('come in bursts at one instant, again and again', () => {
    expect(bursts({ of: 2, every: seconds(30) })(5, randomFrom(1))).toEqual([0, 0, 30_000, 30_000, 60_000]);
  });

  it('come one by one at a mean rate, in rising order', () => {
    const instants = perMinute(60)(600, randomFrom(1));
    const last = instants.at(-1) ?? 0;

    expect([...instants].sort((a, b) => a - b)).toEqual(instants);
    expect(last).toBeGreaterThan(minutes(8));
    expect(last).toBeLessThan(minutes(12));
  });

  it('refuse a rate, a size or a gap of nothing', () => {
    expect(() => perMinute(0)(1, randomFrom(1))).toThrow(
      'perMinute: expected a rate of more than 0, found 0',
    );
    expect(() => bursts({ of: 0, every: 1 })(1, randomFrom(1))).toThrow('bursts: of');
    expect(() => bursts({ of: 1, every: 0 })(1, randomFrom(1))).toThrow('bursts: every');
  });
});

describe('drawn values', () => {
  it('lie between their bounds, both included', () => {
    const random = randomFrom(1);
    const drawn = new Set(Array.from({ length: 100 }, () => between(3, 5)(random)));

    expect([...drawn].sort()).toEqual([3, 4, 5]);
  });
});
