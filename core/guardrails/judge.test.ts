import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET } from './budget.js';
import { judge } from './judge.js';

const SUBJECT = { id: 'A-1' };
const GOOD = [
  '[REPORT A-1]',
  'Status: DONE',
  'Files:',
  '- a.ts',
  'Diff-Summary:',
  '- a change',
  'Validation: tests pass',
  'Risks: None',
  'Next: None',
].join('\n');

describe('judge', () => {
  it('allows a good report within the budget', () => {
    expect(judge({ tokens: 10, text: GOOD }, SUBJECT, DEFAULT_BUDGET)).toEqual({
      action: 'ALLOW',
      state: 'OK',
      tokens: 28,
      violations: [],
      applied: true,
    });
  });

  it.each([
    [2_000, 'ALLOW'],
    [2_001, 'SUMMARIZE'],
    [3_500, 'SUMMARIZE'],
    [3_501, 'BLOCK'],
  ])('answers %d tokens without a text with %s', (tokens, action) => {
    expect(judge({ tokens, text: null }, SUBJECT, DEFAULT_BUDGET).action).toBe(action);
  });

  it('judges a text by what it costs when its author reported less', () => {
    const verdict = judge({ tokens: 0, text: `${GOOD}\n${'가'.repeat(3_500)}` }, SUBJECT, DEFAULT_BUDGET);
    expect(verdict.tokens).toBeGreaterThan(3_500);
    expect(verdict.state).toBe('HARD_EXCEEDED');
    expect(verdict.action).toBe('BLOCK');
  });

  it('blocks on the gravest violation', () => {
    const verdict = judge({ tokens: 0, text: GOOD.replace('- a.ts', 'a.ts') }, SUBJECT, DEFAULT_BUDGET);
    expect(verdict.violations.map(({ code }) => code)).toEqual(['FILES_EMPTY']);
    expect(verdict.action).toBe('BLOCK');
  });

  it('asks to summarize on a medium violation', () => {
    const verdict = judge(
      { tokens: 0, text: GOOD.replace('Risks: None', 'Risks:') },
      SUBJECT,
      DEFAULT_BUDGET,
    );
    expect(verdict.violations.map(({ code }) => code)).toEqual(['SECTION_EMPTY']);
    expect(verdict.action).toBe('SUMMARIZE');
  });

  it('takes an empty text for a report, and a bad one', () => {
    expect(judge({ tokens: 0, text: '' }, SUBJECT, DEFAULT_BUDGET).action).toBe('BLOCK');
  });

  it.each([-1, 0.5, Number.NaN])('refuses a count of %d tokens', (tokens) => {
    expect(() => judge({ tokens, text: null }, SUBJECT, DEFAULT_BUDGET)).toThrow('whole number of 0 or more');
  });
});
