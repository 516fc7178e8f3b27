import { describe, expect, it } from 'vitest';
import type { Budget } from '../guardrails/budget.js';
import { manualClock } from '../store/contract/manual-clock.js';
import type { EpochMs } from '../time.js';
import { dayBudget } from './day-budget.js';

const midnightInSeoul = Date.parse('2026-01-01T15:00:00Z') as EpochMs;
const dayMs = 86_400_000;

function budgetOf(budget: Budget, charges: readonly (readonly [at: number, tokens: number])[]) {
  const clock = manualClock(midnightInSeoul);
  const told: unknown[] = [];
  const tokensCharged = async (scope: object) => {
    const { from, until } = scope as { readonly from: number; readonly until: number };
    const within = charges.filter(([at]) => at >= from && at < until && at <= clock.now());
    return within.reduce((sum, [, spent]) => sum + spent, 0);
  };
  const onState = (day: unknown) => told.push(day);
  const left = dayBudget({ store: { tokensCharged }, clock, zone: 540, budget, onState });
  return { clock, told, left };
}

const both = (tokens: number): Budget => ({ softTokens: tokens, hardTokens: tokens });

describe('a budget a day', () => {
  it('is left until as many tokens were charged on that day of the zone', async () => {
    const noon = midnightInSeoul + dayMs / 2;
    const { clock, told, left } = budgetOf(both(100), [
      [midnightInSeoul - 1, 1_000],
      [midnightInSeoul, 99],
      [noon, 1],
    ]);
    expect(await left()).toBe(true);
    clock.advance(dayMs / 2);
    expect(await left()).toBe(false);
    expect(told).toEqual([{ state: 'used-up', spent: 100, until: midnightInSeoul + dayMs }]);
  });

  it('is left above its soft limit, which is told', async () => {
    const { clock, told, left } = budgetOf({ softTokens: 10, hardTokens: 20 }, [
      [midnightInSeoul, 10],
      [midnightInSeoul + 1, 1],
      [midnightInSeoul + 2, 9],
    ]);
    expect([await left(), told]).toEqual([true, []]);
    clock.advance(1);
    expect([await left(), await left()]).toEqual([true, true]);
    clock.advance(1);
    expect(await left()).toBe(false);
    expect(told).toMatchObject([
      { state: 'above-soft', spent: 11 },
      { state: 'used-up', spent: 20 },
    ]);
  });

  it('is told once a day, and comes back with the next', async () => {
    const { clock, told, left } = budgetOf(both(10), [
      [midnightInSeoul, 10],
      [midnightInSeoul + dayMs + 1, 10],
    ]);
    expect([await left(), await left()]).toEqual([false, false]);
    clock.advance(dayMs);
    expect(await left()).toBe(true);
    clock.advance(1);
    expect([await left(), await left()]).toEqual([false, false]);
    expect(told).toHaveLength(2);
  });
});
