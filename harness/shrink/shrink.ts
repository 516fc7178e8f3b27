/**
 * From a plan whose run violates an invariant to a minimal one that violates it in the same way. Steps are repeated
 * until none of them helps, or the attempts are spent. Deterministic: same plan and limits, same answer.
 */
import type { Op } from '../../gates/record/history.js';
import type { RunResult } from '../run/run.js';
import type { Plan } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import type { HarnessClock } from '../sut.js';
import { type PlanSize, planSize } from './plan-size.js';
import { fewerActors, fewerFaults, fewerTasks, type Reduction } from './reductions.js';
import { shorter } from './shorter.js';
import { type Accused, accusationsIn, checksOf, Trials } from './trials.js';

export interface ShrinkTerms {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** Plays a plan in virtual time on the system that fails. */
  readonly play: (plan: Plan) => Promise<RunResult>;
  /** The invariant to follow when it is among those violated; else the first violated one. */
  readonly prefer: string | null;
  readonly attempts: number;
  readonly forMs: number;
  readonly clock: HarnessClock;
}

export interface Shrunk {
  readonly plan: Plan;
  readonly invariant: string;
  /** The accusation of the minimal plan's run. */
  readonly because: string;
  readonly from: PlanSize;
  readonly to: PlanSize;
  /** Plans played on the way. */
  readonly played: number;
  /** What ended it before nothing helped any more, or null. */
  readonly cutShort: 'attempts' | 'time' | null;
}

const STEPS: readonly Reduction[] = [fewerFaults, fewerActors, fewerTasks, shorter];

/** Null when a run of the plan violates nothing. */
export async function shrink(terms: ShrinkTerms): Promise<Shrunk | null> {
  const { scenario, plan, play, prefer } = terms;
  const whole = await play(plan);
  const accused = accusationsIn(checksOf(scenario, plan, whole));
  const target = accused.find(({ invariant }) => invariant === prefer) ?? accused[0];
  if (target === undefined) return null;
  const trials = new Trials({ ...terms, target });
  let least = await cutAfter(target, { plan, run: whole, trials });
  for (let before: Plan | null = null; before !== least && trials.spent === null; ) {
    before = least;
    for (const step of STEPS) least = unlessSame(least, await step(least, trials));
  }
  const last = await play(least);
  const found = accusationsIn(checksOf(scenario, least, last)).find(
    ({ invariant, rule }) => invariant === target.invariant && rule === target.rule,
  );
  return {
    plan: least,
    invariant: target.invariant,
    because: found?.because ?? target.because,
    from: planSize(plan, endOf(whole)),
    to: planSize(least, endOf(last)),
    played: trials.played,
    cutShort: trials.spent,
  };
}

interface Cut {
  readonly plan: Plan;
  readonly run: RunResult;
  readonly trials: Trials;
}

/** Leaves out at one stroke what was to happen only after the lines that collide. */
async function cutAfter({ witness }: Accused, { plan, run, trials }: Cut): Promise<Plan> {
  const end = run.history.ops[Math.max(...witness)]?.at ?? Infinity;
  const cut = {
    ...plan,
    tasks: plan.tasks.filter(({ at }) => at <= end),
    operations: plan.operations.filter(({ at }) => at <= end),
    faults: plan.faults.filter(({ anchor }) => !('at' in anchor) || anchor.at <= end),
  };
  return (await trials.fails(cut)) ? cut : plan;
}

/** The plan before when a step changed nothing, so that a fixed point is seen as one. */
function unlessSame(before: Plan, after: Plan): Plan {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function endOf({ history }: { readonly history: { readonly ops: readonly Op[] } }): number {
  return history.ops.at(-1)?.at ?? 0;
}
