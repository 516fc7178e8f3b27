import { describe, expect, it } from 'vitest';
import { decide } from './decision.js';

describe('the guardrail decision', () => {
  it.each([
    ['OK', 'none', 'ALLOW'],
    ['OK', 'low', 'SUMMARIZE'],
    ['OK', 'medium', 'SUMMARIZE'],
    ['OK', 'high', 'BLOCK'],
    ['SOFT_EXCEEDED', 'none', 'SUMMARIZE'],
    ['SOFT_EXCEEDED', 'low', 'SUMMARIZE'],
    ['SOFT_EXCEEDED', 'medium', 'SUMMARIZE'],
    ['SOFT_EXCEEDED', 'high', 'BLOCK'],
    ['HARD_EXCEEDED', 'none', 'BLOCK'],
    ['HARD_EXCEEDED', 'low', 'BLOCK'],
    ['HARD_EXCEEDED', 'medium', 'BLOCK'],
    ['HARD_EXCEEDED', 'high', 'BLOCK'],
  ] as const)('for %s with gravest violation %s is %s', (state, gravest, action) => {
    expect(decide(state, gravest)).toBe(action);
  });
});
