import { describe, expect, it } from 'vitest';
import { manualClock } from '../store/contract/manual-clock.js';
import type { EpochMs } from '../time.js';
import { dayBudget } from './day-budget.js';

const midnightInSeoul = Date.parse('2026-01-01T15:00:00Z') as EpochMs;
const dayMs = 86_400_000;

function budgetOf(tokens: number, charges: readonly (readonly [at: number, tokens: number])[]) {
  const clock = manualClock(midnightInSeoul);
  const told: unknown[] = [];
  const tokensCharged = async (scope: object) => {
    const { from, until } = scope as { readonly from: number; readonly until: number };
    const within = charges.filter(([at]) => at >= from && at < until && at <= clock.now());
    return within.reduce((sum, [, spent]) => sum + spent, 0);
  };
  const onUsedUp = (day: unknown) => told.push(day);
  const left = dayBudget({ store: { tokensCharged }, clock, zone: 540, tokens, onUsedUp });
  return { clock, told, left };
}

describe('a budget a day', () => {
  it('is left until as many tokens were charged on that day of the zone', async () => {
    const noon = midnightInSeoul + dayMs / 2;
    const { clock, told, left } = budgetOf(100, [
      [midnightInSeoul - 1, 1_000],
      [midnightInSeoul, 99],
      [noon, 1],
    ]);
    expect(await left()).toBe(true);
    clock.advance(dayMs / 2);
    expect(await left()).toBe(false);
    expect(told).toEqual([{ spent: 100, until: midnightInSeoul + dayMs }]);
  });

  it('is told once a day, and comes back with the next', async () => {
    const { clock, told, left } = budgetOf(10, [
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
