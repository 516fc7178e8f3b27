import { describe, expect, it } from 'vitest';
import type { Plan, PlannedFault } from '../scenario/plan.js';
import { smallPlan } from '../scenario/testing/small-plan.js';
import { fewerTasks } from './reductions.js';
import { shorter } from './shorter.js';
import type { Trials } from './trials.js';

/** Plans that fail by a rule of their own, without being played. */
const failing = (fails: (plan: Plan) => boolean) =>
  ({ fails: async (plan: Plan) => fails(plan), spent: null }) as unknown as Trials;

const pauseAt = (nth: number): PlannedFault => ({
  id: 'f1',
  kind: 'pause',
  target: 'any',
  anchor: { op: 'complete', nth, phase: 'pre' },
  forMs: 1_000,
});

const nthOf = ({ faults: [fault] }: Plan) => (fault && 'nth' in fault.anchor ? fault.anchor.nth : 0);

describe('a shrink of the tasks', () => {
  it('moves a fault to an earlier call, so that no task stays only to make up the number', async () => {
    const plan = smallPlan(1, { operations: [], faults: [pauseAt(30)] });
    const atTheLast = failing((candidate) => {
      return (
        candidate.tasks.some(({ submit }) => submit.id === 'T-7') &&
        nthOf(candidate) === candidate.tasks.length
      );
    });

    const least = await fewerTasks(plan, atTheLast);

    expect(least.tasks.map(({ submit }) => submit.id)).toEqual(['T-7']);
    expect(nthOf(least)).toBe(1);
  });

  it('leaves the call of a fault as it is where the failure needs it', async () => {
    const plan = smallPlan(1, { operations: [], faults: [pauseAt(3)] });
    const atTheThird = failing((candidate) => nthOf(candidate) === 3 && candidate.tasks.length >= 3);

    const least = await fewerTasks(plan, atTheThird);

    expect([least.tasks.length, nthOf(least)]).toEqual([3, 3]);
  });
});

describe('a shrink of the figures', () => {
  it('heals when every fault has struck, where the failure needs no earlier heal', async () => {
    const plan = smallPlan(1, { tasks: [], operations: [], faults: [], healAtOpen: 3 });

    expect(
      await shorter(
        plan,
        failing(() => true),
      ),
    ).not.toHaveProperty('healAtOpen');
    expect(
      await shorter(
        plan,
        failing(({ healAtOpen }) => healAtOpen === 3),
      ),
    ).toHaveProperty('healAtOpen', 3);
  });
});
