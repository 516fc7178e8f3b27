import { describe, expect, it } from 'vitest';
import { smallPlan } from '../scenario/testing/small-plan.js';
import type { SutActor, SutHandle } from '../sut.js';
import type { OwnPrograms } from '../workload/own/programs.js';
import { warmStart } from './warm-start.js';

const programs = {} as OwnPrograms;
const bare = { openActor: async () => ({}) as SutActor } as unknown as SutHandle;
const plan = smallPlan(1);
const asking = { ...plan, actors: { ...plan.actors, programs: 'system' as const } };

describe('the start of a run', () => {
  it('has the programs of the system when the plan asks for them, and only then', async () => {
    const handle = { ...bare, programs: async () => programs };

    expect((await warmStart(handle, asking)).programs).toBe(programs);
    expect((await warmStart(handle, plan)).programs).toBeNull();
  });

  it('is refused when the plan asks for programs that the system does not bring', async () => {
    await expect(warmStart(bare, asking)).rejects.toThrow(
      'plan of small: expected a system that brings its own programs, found one that does not',
    );
  });
});
