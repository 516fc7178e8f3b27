import { describe, expect, it } from 'vitest';
import { readScript } from '../../testing/replayed.js';
import { claimBy, RunScript } from '../../testing/run-script.js';
import { type ScenarioName, scriptsOf } from '../../testing/scenario-scripts.js';
import { leftovers } from './evaluation.js';
import { EVALUATORS } from './evaluators.js';

const CASES: readonly (readonly [keyof typeof EVALUATORS, ScenarioName, Readonly<Record<string, number>>])[] =
  [
    ['S1', 'S1-lease-contention', { races: 10, overlapping: 5 }],
    ['S2', 'S2-stuck-in-progress', { stuck: 1 }],
    ['S3', 'S3-duplicate-dispatch', { duplicateEnqueues: 2, afterDone: 1 }],
    ['S4', 'S4-budget-hard-exceed', { hardExceeds: 1 }],
    ['S5', 'S5-database-lock', { busyErrors: 2, locks: 1 }],
    ['S6', 'S6-retries-exhausted', { exhausted: 1 }],
  ];
const script = () => new RunScript({ scenario: 'S', mode: 'simulated' });

describe.each(CASES)('the evaluator of %s', (id, name, exposure) => {
  it('counts how often the fault was seen, and finds it handled', () => {
    const { main } = scriptsOf(name, 'simulated');

    const evaluation = EVALUATORS[id](readScript(main));

    expect(evaluation.exposure).toEqual(exposure);
    expect(evaluation.unhandled).toEqual([]);
  });

  it('finds fault with the planted bug', () => {
    const { control } = scriptsOf(name, 'simulated');

    const { unhandled } = EVALUATORS[id](readScript(control));

    expect(unhandled.length).toBeGreaterThan(0);
  });

  it('sees no fault in an idle run', () => {
    const evaluation = EVALUATORS[id](readScript(script().drained()));

    expect(Object.values(evaluation.exposure).every((count) => count === 0)).toBe(true);
  });
});

describe('lease contention', () => {
  it('is no race when both claims come from one actor or nobody wins', () => {
    const told = script().enqueue('t');
    const [first, second] = ['w1/1', 'w2/1'].map((worker) =>
      told.add(worker, { type: 'invoke', call: claimBy(worker) }),
    );
    told.answer('w1/1', first as number, { value: null });
    told.answer('w2/1', second as number, { value: null });

    expect(EVALUATORS.S1(readScript(told)).exposure).toEqual({ races: 0, overlapping: 0 });
  });
});

describe('a stuck task', () => {
  it('is none while its lease is still alive', () => {
    expect(EVALUATORS.S2(readScript(script().enqueue('t').claim('w1/1', 't'))).exposure).toEqual({
      stuck: 0,
    });
  });

  it('may not be taken back without an event that says its lease ran out', () => {
    const { main } = scriptsOf('S2-stuck-in-progress', 'simulated');
    const silent = main.events.findIndex(({ type }) => type === 'lease_expired');
    main.events.splice(silent, 1);

    const { unhandled } = EVALUATORS.S2(readScript(main));

    expect(unhandled).toMatchObject([
      {
        invariant: 'INV-09',
        because: expect.stringContaining('no event says that the lease of run 1 ran out'),
      },
    ]);
  });

  it('is none once its budget blocked it', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .report('w1/1', 't', { tokens: 9_999, action: 'BLOCK' });

    expect(EVALUATORS.S2(readScript(told.pass(60_000).drained())).exposure).toEqual({ stuck: 0 });
  });
});

describe('a duplicate of finished work', () => {
  it('needs an event that says it was skipped', () => {
    const told = script().enqueue('a', { key: 'k' }).enqueue('b', { key: 'k' }).work('w1/1', 'a');
    told.change('b', { type: 'done', to: 'DONE' }, {});

    const { unhandled } = EVALUATORS.S3(readScript(told));

    expect(unhandled.map(({ because }) => because).join()).toContain('no event says it was skipped');
  });

  it('is nothing to judge while no work of its key is done', () => {
    const told = script().enqueue('a', { key: 'k' }).enqueue('b', { key: 'k' });

    expect(EVALUATORS.S3(readScript(told)).unhandled).toEqual([]);
  });
});

describe('a budget', () => {
  it('may not block at its limit', () => {
    const told = script()
      .enqueue('t')
      .claim('w1/1', 't')
      .report('w1/1', 't', { tokens: 3_500, action: 'BLOCK' });

    const { unhandled } = EVALUATORS.S4(readScript(told));

    expect(unhandled.map(({ because }) => because).join()).toContain('within the hard limit');
  });
});

describe('a locked store', () => {
  it('may not be asked again at once after two refusals', () => {
    const told = script().enqueue('t');
    for (let call = 0; call < 3; call += 1) told.call('w1/1', claimBy('w1/1'), { refused: 'BUSY' });

    const { unhandled } = EVALUATORS.S5(readScript(told));

    expect(unhandled.map(({ invariant }) => invariant)).toContain('INV-07');
  });
});

describe('used-up retries', () => {
  const hopeless = () =>
    script().enqueue('t', { maxRetries: 0 }).claim('w1/1', 't').failTransient('w1/1', 't');

  it('need a next action in the notes', () => {
    const told = hopeless();
    told.rows.set('t', { ...told.row('t'), notes: 'failed' });

    expect(
      EVALUATORS.S6(readScript(told))
        .unhandled.map(({ because }) => because)
        .join(),
    ).toContain('no next action');
  });

  it('may not leave the task waiting for another run', () => {
    const told = hopeless();
    told.rows.set('t', { ...told.row('t'), availableAt: 1 });

    expect(
      EVALUATORS.S6(readScript(told))
        .unhandled.map(({ because }) => because)
        .join(),
    ).toContain('would run again');
  });
});

describe('what is left when all is quiet', () => {
  it('is nothing after a drained run', () => {
    expect(leftovers(readScript(script().enqueue('t').work('w1/1', 't').drained()))).toEqual([]);
  });

  it.each<readonly [string, RunScript, string]>([
    ['a running task', script().enqueue('t').claim('w1/1', 't').drained(), 'still IN_PROGRESS'],
    ['a waiting task', script().enqueue('t').drained(), 'still PENDING'],
    [
      'a task that waits for a retry',
      script().enqueue('t').claim('w1/1', 't').failTransient('w1/1', 't').drained(),
      'waits for a retry',
    ],
    ['a queue that never drained', script(), 'did not drain'],
  ])('is told: %s', (_what, told, because) => {
    expect(
      leftovers(readScript(told))
        .map((one) => one.because)
        .join(),
    ).toContain(because);
  });

  it('is told: an owner that was not cleared', () => {
    const told = script().enqueue('t').work('w1/1', 't').drained();
    told.rows.set('t', { ...told.row('t'), owner: 'w1/1' });

    expect(
      leftovers(readScript(told))
        .map(({ because }) => because)
        .join(),
    ).toContain('not cleared');
  });
});
