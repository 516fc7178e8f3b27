import { describe, expect, it } from 'vitest';
import type { History } from '../../gates/record/history.js';
import type { Checker, CheckResult } from '../checkers/checker.js';
import { breaksOnlyWhenBroken } from '../checkers/safety/breaks-only-when-broken.js';
import { storeIntact } from '../checkers/safety/store-intact.js';
import { finalRead, HistoryBuilder, TEST_KNOBS } from '../history/by-hand/history-builder.js';
import type { RunResult } from '../run/run.js';
import type { PlannedFault } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { judgeRun, worst } from './outcome.js';

const guard = (result: CheckResult, needs: string | null = null): Checker => ({
  invariant: 'INV-01',
  name: 'by-hand',
  needs,
  check: () => result,
});

const holds = guard({ result: 'holds', exposure: 3 });
const violated = guard({ result: 'violated', because: 'two holders', witness: [1, 2] });

const kill: PlannedFault = { id: 'f1', kind: 'kill', target: 'w1', anchor: { at: 0 }, forMs: 1 };

const scenario = (
  changes: Partial<Scenario> & { readonly faults?: readonly PlannedFault[] } = {},
): Scenario => ({
  id: 'by-hand',
  says: 'Something must hold.',
  needs: [],
  guards: [holds],
  standing: [],
  mustSee: [],
  control: 'none',
  plan: (seed) => ({
    scenario: 'by-hand',
    seed,
    knobs: TEST_KNOBS,
    actors: { submitters: 1, workers: 1, watchdogs: 0, operators: 0 },
    tasks: [],
    operations: [],
    faults: changes.faults ?? [kill],
  }),
  ...changes,
});

function run(changes: Partial<History> = {}): RunResult {
  const builder = new HistoryBuilder();
  builder.enqueue('T');
  builder.fault('kill');
  return { history: { ...builder.history(), ...changes }, final: finalRead() };
}

describe('the outcome of a run', () => {
  it('holds when every guard held and the faults struck', () => {
    expect(judgeRun(scenario(), run())).toMatchObject({ outcome: 'holds', problems: [], missingMarks: [] });
  });

  it('is violated by a system that could not be read back, of which no other guard can say anything', () => {
    const { history, final } = run();
    const unread = { history, final: { ...final, unread: 'expected to read list back, got CRASH' } };
    const outcome = judgeRun(scenario({ guards: [violated], standing: [breaksOnlyWhenBroken] }), unread);

    expect(outcome.outcome).toBe('violated');
    expect(outcome.checks.map(({ name, result }) => [name, result.result])).toEqual([
      ['by-hand', 'unknown'],
      ['breaks-only-when-broken', 'violated'],
    ]);
  });

  it('is violated when one guard accuses, whatever the others say', () => {
    const outcome = judgeRun(scenario({ guards: [holds, violated, holds] }), run());

    expect(outcome.outcome).toBe('violated');
    expect(outcome.checks[1]?.result).toMatchObject({ because: 'two holders', witness: [1, 2] });
  });

  it('is unknown when a guard had no chance to be broken', () => {
    const vacuous = guard({ result: 'holds', exposure: 0 });

    expect(judgeRun(scenario({ guards: [vacuous] }), run()).outcome).toBe('unknown');
  });

  it('is unknown when the system lacks what a guard needs, and never asks that guard', () => {
    const outcome = judgeRun(
      scenario({ guards: [guard({ result: 'holds', exposure: 9 }, 'fencing')] }),
      run(),
    );

    expect(outcome.checks[0]?.result).toEqual({ result: 'unknown', because: 'none does not offer fencing' });
  });

  it('is violated when a standing guard accuses', () => {
    expect(judgeRun(scenario({ standing: [violated] }), run()).outcome).toBe('violated');
  });

  it('tells of a standing guard that had no chance, and holds all the same', () => {
    const vacuous = guard({ result: 'unknown', because: 'nothing to judge' });

    const outcome = judgeRun(scenario({ standing: [vacuous] }), run());

    expect(outcome.outcome).toBe('holds');
    expect(outcome.checks.map(({ result }) => result.result)).toEqual(['holds', 'unknown']);
  });

  it('is unknown when a standing guard had something to judge and came to no end', () => {
    const gaveUp = guard({ result: 'unknown', because: 'too many orders', gaveUp: true });

    expect(judgeRun(scenario({ standing: [gaveUp] }), run()).outcome).toBe('unknown');
  });

  it('is unknown when only standing guards watch it', () => {
    expect(judgeRun(scenario({ guards: [], standing: [holds] }), run()).outcome).toBe('unknown');
  });

  it('is unknown without a trailer', () => {
    const outcome = judgeRun(scenario(), run({ trailer: null }));

    expect([outcome.outcome, outcome.problems]).toEqual([
      'unknown',
      ['the history has no trailer: the run did not reach its end'],
    ]);
  });

  it('is unknown when nothing guards it', () => {
    expect(judgeRun(scenario({ guards: [] }), run()).outcome).toBe('unknown');
  });

  it('is unexercised when a mark it must see was not reached', () => {
    const outcome = judgeRun(scenario({ mustSee: ['killed', 'store-busy'] }), run());

    expect([outcome.outcome, outcome.missingMarks]).toEqual(['unexercised', ['store-busy']]);
  });

  it('is unexercised when no fault was injected', () => {
    const { ops } = run().history;

    const outcome = judgeRun(scenario({ faults: [] }), run({ ops: ops.slice(0, 2), trailer: null }));

    expect(outcome.problems).toContain('no fault was injected: the run proves nothing');
  });

  it('is unexercised when a planned fault never struck, although its like did', () => {
    const outcome = judgeRun(scenario({ faults: [kill, { ...kill, id: 'f2' }] }), run());

    expect([outcome.outcome, outcome.problems]).toEqual([
      'unexercised',
      ['planned fault f2 (kill of w1) never struck'],
    ]);
  });

  it('is unexercised when chance planned a kind of fault that never struck', () => {
    const pause: PlannedFault = { ...kill, id: 'f2', kind: 'pause' };

    const outcome = judgeRun(scenario({ faults: [kill, pause], mustStrike: 'each-kind' }), run());

    expect([outcome.outcome, outcome.problems]).toEqual([
      'unexercised',
      ['planned fault f2 (pause of w1) never struck'],
    ]);
  });

  it('only tells of a fault that chance planned and that never struck when its like did', () => {
    const planned = [kill, { ...kill, id: 'f2' }];
    const outcome = judgeRun(scenario({ faults: planned, mustStrike: 'each-kind' }), run());

    expect([outcome.outcome, outcome.problems]).toEqual([
      'holds',
      ['planned fault f2 (kill of w1) never struck'],
    ]);
  });

  it('is nondeterministic when a second run of the same seed has another digest', () => {
    const again = run({ trailer: { kind: 'trailer', lines: 3, sha256: 'f'.repeat(64) } });

    expect(judgeRun(scenario(), run(), again).outcome).toBe('nondeterministic');
    expect(judgeRun(scenario(), run(), run()).outcome).toBe('holds');
  });

  it('is nondeterministic when a second run of the same seed ends in another state', () => {
    const ending = (stateHash: string) =>
      run({ trailer: { kind: 'trailer', lines: 3, sha256: 'f'.repeat(64), stateHash } });

    const outcome = judgeRun(scenario(), ending('a'.repeat(64)), ending('b'.repeat(64)));

    expect([outcome.outcome, outcome.problems]).toEqual([
      'nondeterministic',
      ['a second run of the same seed has the same history and another final state'],
    ]);
  });

  it('is invalid when the history breaks what checkers take for granted, and asks no checker', () => {
    const { ops } = run().history;

    const outcome = judgeRun(scenario({ guards: [violated] }), run({ ops: ops.slice(1), trailer: null }));

    expect([outcome.outcome, outcome.checks]).toEqual(['invalid', []]);
  });

  it('is violated when the store itself is damaged', () => {
    const final = { ...finalRead(), integrity: ['row 3 of event refers to a task that does not exist'] };

    expect(judgeRun(scenario({ standing: [storeIntact] }), { ...run(), final }).outcome).toBe('violated');
  });
});

describe('the worst of some outcomes', () => {
  it.each([
    [['holds', 'unexercised'], 'unexercised'],
    [['unexercised', 'unknown'], 'unknown'],
    [['violated', 'unknown'], 'violated'],
    [['violated', 'nondeterministic'], 'nondeterministic'],
    [['nondeterministic', 'invalid', 'holds'], 'invalid'],
    [[], 'unknown'],
  ] as const)('of %j is %s', (outcomes, expected) => {
    expect(worst(outcomes)).toBe(expected);
  });
});
