import { describe, expect, it } from 'vitest';
import { scenarioNamed } from '../../scenarios/catalogue.js';
import { orchInProcess } from '../adapters/orch/in-process.js';
import { simulatePlan } from '../search/play-job.js';
import { type ShrinkTerms, shrink } from './shrink.js';

const systems = {
  simulated: orchInProcess,
  real: () => orchInProcess(),
  stdio: async () => orchInProcess(),
};
const scenario = scenarioNamed('S5');
/** A clock that stands still: only attempts bound these shrinks. */
const clock = { now: () => 0, sleep: async () => undefined };

function terms(mutant: string | null, changes: Partial<ShrinkTerms> = {}): ShrinkTerms {
  return {
    scenario,
    plan: scenario.plan(3, 'simulated'),
    play: (plan) => simulatePlan(plan, mutant, { systems }),
    prefer: 'INV-04',
    attempts: 200,
    forMs: 1,
    clock,
    ...changes,
  };
}

describe('shrinking a failing run', () => {
  it('leaves one task and one fault of a completion that was lost behind a lock', async () => {
    const shrunk = await shrink(terms('ack-before-commit'));

    expect(shrunk).toMatchObject({
      invariant: 'INV-04',
      cutShort: null,
      to: { faults: 1, tasks: 1, actors: 3 },
    });
    expect(shrunk?.plan.faults[0]).toMatchObject({ kind: 'store-lock' });
    expect(shrunk?.from).toMatchObject({ faults: 16, tasks: 120 });
  });

  it('gives the same answer again', async () => {
    const few = { attempts: 5 };

    expect(await shrink(terms('ack-before-commit', few))).toEqual(
      await shrink(terms('ack-before-commit', few)),
    );
  });

  it('says that it stopped early when its attempts are spent', async () => {
    const shrunk = await shrink(terms('ack-before-commit', { attempts: 3 }));

    expect([shrunk?.cutShort, shrunk?.played]).toEqual(['attempts', 3]);
  });

  it('has nothing to shrink when nothing is violated', async () => {
    expect(await shrink(terms(null))).toBeNull();
  });
});
