import { describe, expect, it } from 'vitest';
import type { CriterionFinding, FindingStatus } from './criterion-finding.js';
import { decide, worst } from './decide.js';

const QUICK = { verdictName: 'QUICK_OK', tree: 'committed' } as const;

function criteria(...statuses: readonly (FindingStatus | null)[]): readonly CriterionFinding[] {
  return statuses.map((status, index) => ({
    id: `RC-P${index}`,
    title: { en: 'a title', ko: '제목' },
    owner: 'developers',
    blocking: true,
    status,
    checks: [],
  }));
}

describe('a verdict', () => {
  it.each<readonly [FindingStatus, number]>([
    ['INVALID', 3],
    ['FAIL', 1],
    ['MISSING', 2],
    ['INCONCLUSIVE', 4],
  ])('is FAIL with the exit code of its kind when a criterion is %s', (status, exitCode) => {
    expect(decide(criteria('PASS', status), QUICK)).toEqual({ verdict: 'FAIL', exitCode, failKind: status });
  });

  it('names the kind that wins when several apply: invalid, violated, missing, inconclusive', () => {
    expect(decide(criteria('MISSING', 'FAIL', 'INCONCLUSIVE', 'INVALID'), QUICK).exitCode).toBe(3);
    expect(decide(criteria('MISSING', 'FAIL', 'INCONCLUSIVE'), QUICK).exitCode).toBe(1);
    expect(decide(criteria('MISSING', 'INCONCLUSIVE'), QUICK).exitCode).toBe(2);
  });

  it.each(['QUICK_OK', 'NIGHTLY_OK', 'PASS'] as const)(
    'is %s when everything asked for passed',
    (verdictName) => {
      const decision = decide(criteria('PASS', null), { ...QUICK, verdictName });

      expect(decision).toEqual({ verdict: verdictName, exitCode: 0, failKind: null });
    },
  );

  it('keeps the mark of an uncommitted tree', () => {
    expect(decide(criteria('PASS'), { ...QUICK, tree: 'uncommitted' }).verdict).toBe(
      'QUICK_OK (uncommitted)',
    );
  });

  it('says when something was waived', () => {
    const decision = decide(criteria('PASS', 'WAIVED'), { verdictName: 'PASS', tree: 'committed' });

    expect(decision.verdict).toBe('PASS_WITH_WAIVERS');
  });

  it('is not changed by advisory criteria', () => {
    const [blocking, advisory] = criteria('PASS', 'FAIL') as [CriterionFinding, CriterionFinding];

    expect(decide([blocking, { ...advisory, blocking: false }], QUICK).exitCode).toBe(0);
  });

  it('is never a success when nothing was asked for', () => {
    expect(decide(criteria(null), QUICK)).toEqual({ verdict: 'FAIL', exitCode: 64, failKind: null });
  });
});

describe('the worst of some statuses', () => {
  it('is the one that is hardest to believe', () => {
    expect(worst(['PASS', 'MISSING', 'INVALID', 'FAIL'])).toBe('INVALID');
    expect(worst(['WAIVED', 'INCONCLUSIVE', 'MISSING'])).toBe('MISSING');
  });

  it('is PASS of none', () => {
    expect(worst([])).toBe('PASS');
  });
});
