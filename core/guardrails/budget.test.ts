import { describe, expect, it } from 'vitest';
import { budgetState, checkedBudget, DEFAULT_BUDGET, formatBudget, parseBudget } from './budget.js';

describe('budgetState', () => {
  it.each([
    [0, 'OK'],
    [2_000, 'OK'],
    [2_001, 'SOFT_EXCEEDED'],
    [3_500, 'SOFT_EXCEEDED'],
    [3_501, 'HARD_EXCEEDED'],
  ])('calls %d tokens %s', (tokens, state) => {
    expect(budgetState(tokens, DEFAULT_BUDGET)).toBe(state);
  });

  it('has no soft zone when both limits are one', () => {
    const budget = { softTokens: 10, hardTokens: 10 };
    expect(budgetState(10, budget)).toBe('OK');
    expect(budgetState(11, budget)).toBe('HARD_EXCEEDED');
  });
});

describe('checkedBudget', () => {
  it('takes limits in order', () => {
    expect(checkedBudget(DEFAULT_BUDGET)).toBe(DEFAULT_BUDGET);
  });

  it.each([
    [0, 10],
    [-1, 10],
    [11, 10],
    [1.5, 10],
    [1, Number.NaN],
    [1, 10.5],
  ])('refuses soft %d with hard %d', (softTokens, hardTokens) => {
    expect(() => checkedBudget({ softTokens, hardTokens })).toThrow('0 < soft ≤ hard');
  });
});

describe('a budget as text', () => {
  it.each([
    ['20000,35000', 20_000, 35_000],
    ['35000', 35_000, 35_000],
  ])('%s is read, and read back', (text, softTokens, hardTokens) => {
    const budget = { softTokens, hardTokens };
    expect(parseBudget(text)).toEqual(budget);
    expect(parseBudget(formatBudget(budget))).toEqual(budget);
  });

  it.each(['', '0', '-1', '2,1', '1,2,3', '1.5', 'many'])('%j is none', (text) => {
    expect(parseBudget(text)).toBeNull();
  });
});
