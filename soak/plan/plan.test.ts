import { describe, expect, it } from 'vitest';
import { arrivalCount, burstCount } from './arrivals.js';
import { soakPlan } from './plan.js';
import { day } from './profiles/day.js';
import { nightly } from './profiles/nightly.js';
import { smoke } from './profiles/smoke.js';
import { threeDays } from './profiles/three-days.js';

const dayPlan = soakPlan(day, 1);
const stressPlan = soakPlan(threeDays, 1);
const first = (plan: typeof dayPlan, outcome: string) =>
  plan.tasks.filter(({ runs }) => runs[0].outcome === outcome);
const keysOf = (plan: typeof dayPlan) => plan.tasks.map(({ submit }) => submit.idempotencyKey);

describe('arrivals', () => {
  it('are 4,608 in profile A, 96 bursts among them', () => {
    expect(dayPlan.tasks).toHaveLength(4_608);
    expect(arrivalCount(day)).toBe(4_608);
    expect(burstCount(day)).toBe(96);
  });

  it('are 27,000 in profile B, 72 bursts among them', () => {
    expect(stressPlan.tasks).toHaveLength(27_000);
    expect(arrivalCount(threeDays)).toBe(27_000);
    expect(burstCount(threeDays)).toBe(72);
  });

  it('come in order and within the length of the profile', () => {
    const instants = stressPlan.tasks.map(({ at }) => at);

    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(instants[0]).toBeGreaterThanOrEqual(threeDays.warmUpMs);
    expect(instants.at(-1)).toBeLessThan(threeDays.warmUpMs + threeDays.lengthMs);
  });

  it('are at the burst’s rate in the last three minutes of a quarter of an hour, and at the base rate before', () => {
    const within = (from: number, to: number) =>
      dayPlan.tasks.filter(({ at }) => at - day.warmUpMs >= from * 60_000 && at - day.warmUpMs < to * 60_000)
        .length;

    expect(within(0, 12)).toBe(24);
    expect(within(12, 15)).toBe(24);
    expect(within(15, 27)).toBe(24);
  });

  it('have ids of their own and a key each', () => {
    expect(new Set(stressPlan.tasks.map(({ submit }) => submit.id)).size).toBe(27_000);
    expect(keysOf(stressPlan).every((key) => key !== undefined)).toBe(true);
  });
});

describe('faults of profile A', () => {
  it('are 230 transient ones and 46 lost workers, half of them hung', () => {
    expect(first(dayPlan, 'transient')).toHaveLength(230);
    expect(first(dayPlan, 'die')).toHaveLength(23);
    expect(dayPlan.faults.map(({ kind }) => kind)).toEqual(Array.from({ length: 23 }, () => 'pause'));
  });

  it('hold no duplicate and no hard exceed', () => {
    expect(new Set(keysOf(dayPlan)).size).toBe(4_608);
    expect(dayPlan.tasks.every(({ runs }) => runs.every(({ tokens }) => (tokens ?? 0) <= 3_500))).toBe(true);
  });
});

describe('faults of profile B', () => {
  it('are 2,700 transient ones, 540 lost workers and 540 store locks', () => {
    const kinds = stressPlan.faults.map(({ kind }) => kind);

    expect(first(stressPlan, 'transient')).toHaveLength(2_700);
    expect(first(stressPlan, 'die').length + kinds.filter((kind) => kind === 'pause').length).toBe(540);
    expect(kinds.filter((kind) => kind === 'store-lock')).toHaveLength(540);
  });

  it('are 270 duplicates, each of a key that arrived before', () => {
    const seen = new Set<string | undefined>();
    const repeated = stressPlan.tasks.filter(({ submit }) => {
      const known = seen.has(submit.idempotencyKey);
      seen.add(submit.idempotencyKey);
      return known;
    });

    expect(repeated).toHaveLength(270);
    expect(repeated.every(({ fault }) => fault === 'duplicate-enqueue')).toBe(true);
  });

  it('are 270 hard exceeds, none of them repeated by a duplicate', () => {
    const exceeding = stressPlan.tasks.filter(({ runs }) => (runs[0].tokens ?? 0) > 3_500);
    const keys = keysOf(stressPlan);

    expect(exceeding).toHaveLength(270);
    expect(
      exceeding.every(({ submit }) => keys.filter((key) => key === submit.idempotencyKey).length === 1),
    ).toBe(true);
  });

  it('strike a second run with the same chance as the first', () => {
    const retried = first(stressPlan, 'transient');
    const again = retried.filter(({ runs }) => runs[1]?.outcome === 'transient');

    expect(again.length / retried.length).toBeGreaterThan(0.08);
    expect(again.length / retried.length).toBeLessThan(0.12);
  });
});

describe('runs', () => {
  it('end well unless all four failed', () => {
    const bad = stressPlan.tasks.filter(({ runs }) => runs.at(-1)?.outcome !== 'done');

    expect(bad.every(({ runs }) => runs.length === 4)).toBe(true);
    expect(bad.length).toBeLessThan(20);
  });
});

describe('operator commands', () => {
  it('are one cancel and one retry of the same task an hour', () => {
    const { operations } = dayPlan;
    const cancels = operations.filter(({ op }) => op === 'cancel').map(({ task }) => task);

    expect(operations).toHaveLength(48);
    expect(operations.filter(({ op }) => op === 'retry').map(({ task }) => task)).toEqual(cancels);
    expect(new Set(cancels).size).toBe(24);
  });

  it('come after the task they are about', () => {
    const arrivedAt = new Map(dayPlan.tasks.map(({ at, submit }) => [submit.id, at]));

    expect(
      dayPlan.operations.every(({ at, task }) => at > (arrivedAt.get(task) ?? Number.POSITIVE_INFINITY)),
    ).toBe(true);
  });
});

describe('plans', () => {
  it('of one seed are the same, and of two seeds are not', () => {
    expect(soakPlan(day, 1)).toEqual(dayPlan);
    expect(soakPlan(day, 2)).not.toEqual(dayPlan);
  });

  it('of the smoke profile hold every kind of fault', () => {
    const plan = soakPlan(smoke, 1);

    expect(new Set(plan.faults.map(({ kind }) => kind))).toEqual(new Set(['pause', 'store-lock']));
    expect(first(plan, 'die').length).toBeGreaterThan(0);
    expect(plan.tasks.some(({ fault }) => fault === 'duplicate-enqueue')).toBe(true);
    expect(plan.tasks.some(({ runs }) => (runs[0].tokens ?? 0) > 3_500)).toBe(true);
    expect(plan.operations.length).toBe(6);
  });

  it('of the nightly profile are four hours of profile B', () => {
    expect(soakPlan(nightly, 1).tasks).toHaveLength(1_500);
  });
});
