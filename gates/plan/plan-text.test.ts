import { describe, expect, it } from 'vitest';
import { type PlanLine, planText } from './plan-text.js';

const line = (name: string, changes: Partial<PlanLine> = {}): PlanLine => ({
  kind: 'test-suite',
  name,
  mode: 'wallclock',
  state: 'missing',
  problem: `there is no ${name}`,
  next: { owner: 'core', command: 'npx gate suite run all --evidence F', takesMs: 90_000 },
  ...changes,
});

describe('the plan as text', () => {
  it('names items that one command makes together', () => {
    expect(planText([line('unit'), line('e2e')], 'full')).toBe(
      [
        '0 of 2 items are there',
        'missing  test-suite unit, e2e (wallclock), core, about 1.5 min',
        '         npx gate suite run all --evidence F',
      ].join('\n'),
    );
  });

  it('says what is wrong with what is invalid, and how to make it again', () => {
    const stale = { state: 'invalid', problem: 'evidence/suite/unit/1 is too old' } as const;

    expect(planText([line('unit', stale), line('e2e', { state: 'valid' })], 'quick')).toBe(
      [
        '1 of 2 items are there',
        'invalid  test-suite unit (wallclock), core, about 1.5 min',
        '         evidence/suite/unit/1 is too old',
        '         npx gate suite run all --evidence F',
        'all of it: npx gate rc --profile quick',
      ].join('\n'),
    );
  });

  it('names the one command for all that is missing', () => {
    expect(planText([line('unit')], 'nightly')).toMatch(/\nall of it: npx gate rc --profile nightly$/);
  });

  it('asks for nothing when nothing is open', () => {
    expect(planText([line('unit', { state: 'valid' })], 'quick')).toBe('1 of 1 items are there');
  });
});
