import { describe, expect, it } from 'vitest';
import { STATUSES, type Status } from './task.js';
import { assertStep, mayMove, startsFrom, TRANSITIONS } from './transitions.js';

/** Every pair the table allows, written down a second time. */
const ALLOWED = [
  '(none) → PENDING',
  '(none) → DONE',
  '(none) → FAILED',
  '(none) → BLOCKED',
  'PENDING → PENDING',
  'PENDING → IN_PROGRESS',
  'PENDING → DONE',
  'PENDING → BLOCKED',
  'PENDING → FAILED',
  'IN_PROGRESS → PENDING',
  'IN_PROGRESS → DONE',
  'IN_PROGRESS → FAILED',
  'IN_PROGRESS → BLOCKED',
  'FAILED → PENDING',
  'FAILED → FAILED',
  'FAILED → DONE',
  'FAILED → BLOCKED',
  'BLOCKED → PENDING',
  'BLOCKED → DONE',
  'BLOCKED → FAILED',
];
const STARTS: readonly (Status | null)[] = [null, ...STATUSES];
const PAIRS = STARTS.flatMap((from) =>
  STATUSES.map((to) => ({ from, to, pair: `${from ?? '(none)'} → ${to}` })),
);

describe('the transition table', () => {
  it.each(PAIRS)('answers for $pair as the specification does', ({ from, to, pair }) => {
    expect(mayMove(from, to)).toBe(ALLOWED.includes(pair));
  });

  it('has the eighteen steps of the specification, and those of release, of a cleared backoff, of resolve and of import', () => {
    const names = Array.from({ length: 18 }, (_, index) => `T${index + 1}`);
    const further = ['RELEASE', 'CLEAR_BACKOFF', 'RESOLVE', 'FORCE', 'FORCE_BLOCK', 'IMPORT'];
    expect(TRANSITIONS.map(({ name }) => name)).toEqual([...names, ...further]);
  });

  it('names somebody who takes each step, and somewhere it leads', () => {
    for (const { by, to } of TRANSITIONS) {
      expect(by.length).toBeGreaterThan(0);
      expect(to.length).toBeGreaterThan(0);
    }
  });

  it('has no way out of DONE', () => {
    expect(TRANSITIONS.filter(({ from }) => from.includes('DONE'))).toEqual([]);
  });
});

describe('startsFrom', () => {
  it('knows the states a step starts from', () => {
    expect(startsFrom('T11', 'PENDING')).toBe(true);
    expect(startsFrom('T11', 'DONE')).toBe(false);
  });

  it('lets only an arrival start from nothing', () => {
    expect(startsFrom('T1', null)).toBe(true);
    expect(startsFrom('T4', null)).toBe(false);
  });
});

describe('assertStep', () => {
  it('lets a step of the table pass', () => {
    expect(() => assertStep('T4', 'IN_PROGRESS', 'DONE')).not.toThrow();
  });

  it('stops a step from a state it does not start from', () => {
    expect(() => assertStep('T4', 'BLOCKED', 'DONE')).toThrow('no step T4 from BLOCKED to DONE');
  });

  it('stops a step to a state it does not lead to', () => {
    expect(() => assertStep('T4', 'IN_PROGRESS', 'PENDING')).toThrow(
      'no step T4 from IN_PROGRESS to PENDING',
    );
  });

  it('stops a step from nothing that needs a task', () => {
    expect(() => assertStep('T2', null, 'IN_PROGRESS')).toThrow('no step T2 from (none)');
  });
});
