import { describe, expect, it } from 'vitest';
import { planDigest } from './plan-digest.js';
import { smallPlan } from './testing/small-plan.js';

describe('the digest of a plan', () => {
  it('is the same whatever the order of its fields', () => {
    const plan = smallPlan(1);
    const { scenario, ...others } = plan;
    const tasks = plan.tasks.map(({ submit, ...task }) => ({ ...task, submit }));

    expect(planDigest({ ...others, tasks, scenario })).toBe(planDigest(plan));
  });

  it('is another for the same tasks in another order', () => {
    const plan = smallPlan(1);

    expect(planDigest({ ...plan, tasks: plan.tasks.toReversed() })).not.toBe(planDigest(plan));
  });
});
