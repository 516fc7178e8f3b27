import { describe, expect, it } from 'vitest';
import type { GuardrailVerdict } from './decision.js';
import { heldToTaskBudget } from './task-budget.js';

const budget = { softTokens: 100, hardTokens: 200 };
const allowed: GuardrailVerdict = { action: 'ALLOW', state: 'OK', tokens: 10, violations: [], applied: true };

describe('a verdict held to the budget of the task', () => {
  it.each([
    [100, 'OK', 'ALLOW'],
    [101, 'SOFT_EXCEEDED', 'SUMMARIZE'],
    [200, 'SOFT_EXCEEDED', 'SUMMARIZE'],
    [201, 'HARD_EXCEEDED', 'BLOCK'],
  ])('is, at %d tokens of all runs, %s and %s', (taskTokens, state, action) => {
    expect(heldToTaskBudget(allowed, { taskTokens, budget })).toMatchObject({ state, action, taskTokens });
  });

  it('is never milder than that on the report', () => {
    const hard: GuardrailVerdict = { ...allowed, state: 'HARD_EXCEEDED', action: 'BLOCK' };
    expect(heldToTaskBudget(hard, { taskTokens: 1, budget })).toMatchObject({ ...hard });
    const violations = [{ code: 'EMPTY', message: '', severity: 'high' }] as const;
    const grave: GuardrailVerdict = { ...allowed, action: 'BLOCK', violations };
    expect(heldToTaskBudget(grave, { taskTokens: 1, budget }).action).toBe('BLOCK');
  });
});
