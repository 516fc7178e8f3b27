import { describe, expect, it } from 'vitest';
import { planForm } from '../scenario/plan-form.js';
import { smallPlan } from '../scenario/testing/small-plan.js';
import { randomFrom } from '../sim/random.js';
import { checkPlan } from '../workload/cast.js';
import { kindsOf, SWARM_KINDS, swarm } from './swarm.js';

const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const plans = seeds.map((seed) => swarm(smallPlan(seed)));

describe('a swarm plan', () => {
  it('is the same for the same seed, and another one for another seed', () => {
    expect(swarm(smallPlan(7))).toEqual(swarm(smallPlan(7)));
    expect(swarm(smallPlan(7)).faults).not.toEqual(swarm(smallPlan(8)).faults);
  });

  it('can be played, whatever the seed', () => {
    for (const plan of plans) expect(() => checkPlan(plan), `seed ${plan.seed}`).not.toThrow();
  });

  it('is the same, to the order of its fields, when it is read back from its file', () => {
    for (const plan of plans) {
      const written = JSON.stringify(plan);
      expect(JSON.stringify(planForm.parse(JSON.parse(written))), `seed ${plan.seed}`).toBe(written);
    }
  });

  it('numbers its faults, each of a length of its own', () => {
    for (const { faults, seed } of plans) {
      expect(faults.map(({ id }) => id)).toEqual(faults.map((_, position) => `f${position + 1}`));
      expect(
        faults.every(({ forMs }) => forMs >= 1),
        `seed ${seed}`,
      ).toBe(true);
    }
  });

  it('is healed by about two seeds in three while part of its tasks is open', () => {
    const early = plans.filter(({ healAtOpen = 0, tasks }) => healAtOpen >= 1 && healAtOpen <= tasks.length);

    expect(early.length / plans.length).toBeGreaterThan(0.55);
    expect(early.length / plans.length).toBeLessThan(0.8);
    expect(new Set(early.map(({ healAtOpen, tasks }) => healAtOpen === tasks.length)).size).toBe(2);
  });

  it('has the programs of the system at work for one seed in four, or where its scenario asks for them', () => {
    const own = plans.filter(({ actors }) => actors.programs === 'system');
    const asked = smallPlan(1, { actors: { ...smallPlan(1).actors, programs: 'system' } });

    expect(own.length / plans.length).toBeGreaterThan(0.15);
    expect(own.length / plans.length).toBeLessThan(0.35);
    expect(seeds.every((seed) => swarm({ ...asked, seed }).actors.programs === 'system')).toBe(true);
  });

  it('hangs most of its own faults on calls', () => {
    const drawn = plans.flatMap(({ faults }) => faults);
    const atCalls = drawn.filter(({ anchor }) => 'op' in anchor);

    expect(atCalls.length / drawn.length).toBeGreaterThan(0.6);
  });

  it('keeps a heartbeat at most half a lease apart', () => {
    for (const { knobs } of plans) expect(knobs.heartbeatMs * 2).toBeLessThanOrEqual(knobs.leaseMs);
  });

  it('submits one id with one set of facts, however often', () => {
    for (const { tasks, seed } of plans) {
      const first = new Map(tasks.toReversed().map(({ submit }) => [submit.id, submit]));
      for (const { submit } of tasks) expect(submit, `seed ${seed}`).toEqual(first.get(submit.id));
    }
  });
});

describe('the kinds of a swarm', () => {
  it('are each switched on by about half of the seeds, and not together', () => {
    const drawn = seeds.map((seed) => kindsOf(randomFrom(seed)));

    for (const kind of SWARM_KINDS) {
      const part = drawn.filter((kinds) => kinds.has(kind)).length / drawn.length;
      expect([kind, part > 0.35 && part < 0.65]).toEqual([kind, true]);
    }
    expect(new Set(drawn.map((kinds) => [...kinds].join(' '))).size).toBeGreaterThan(100);
  });
});
