/**
 * Plays candidate plans and says whether each still fails in the same way: same invariant, same rule. Something else
 * that fails is no smaller version of the failure, and does not count.
 */
import { type Check, judgeRun } from '../outcome/outcome.js';
import type { RunResult } from '../run/run.js';
import type { Plan } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { underEveryGuard } from '../scenario/variant.js';
import type { HarnessClock } from '../sut.js';
import { checkPlan } from '../workload/cast.js';

/** An accusation, apart from whom it names. */
export interface Fault {
  readonly invariant: string;
  readonly rule: string;
}

export interface TrialsTerms {
  readonly scenario: Scenario;
  readonly play: (plan: Plan) => Promise<RunResult>;
  readonly target: Fault;
  /** Most plans that are played. */
  readonly attempts: number;
  /** Most time that is spent, ms on `clock`. The answer depends on the machine only when this runs out. */
  readonly forMs: number;
  readonly clock: HarnessClock;
}

export class Trials {
  readonly #terms: TrialsTerms;
  readonly #until: number;
  readonly #known = new Map<string, boolean>();
  #played = 0;

  constructor(terms: TrialsTerms) {
    this.#terms = terms;
    this.#until = terms.clock.now() + terms.forMs;
  }

  get played(): number {
    return this.#played;
  }

  /** Why no further plan is played; null while there is some left. */
  get spent(): 'attempts' | 'time' | null {
    if (this.#played >= this.#terms.attempts) return 'attempts';
    return this.#terms.clock.now() >= this.#until ? 'time' : null;
  }

  /** Whether the plan fails in the same way. A plan that cannot be played does not, nor does any once all is spent. */
  async fails(plan: Plan): Promise<boolean> {
    const key = JSON.stringify(plan);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!isPlayable(plan) || this.spent !== null) return false;
    this.#played += 1;
    const failed = await this.#isSame(plan);
    this.#known.set(key, failed);
    return failed;
  }

  async #isSame(plan: Plan): Promise<boolean> {
    const { scenario, play, target } = this.#terms;
    const checks = checksOf(scenario, plan, await play(plan));
    return accusationsIn(checks).some(
      ({ invariant, rule }) => invariant === target.invariant && rule === target.rule,
    );
  }
}

/** What every checker says of a run of a plan. */
export function checksOf(scenario: Scenario, plan: Plan, run: RunResult): readonly Check[] {
  return judgeRun(underEveryGuard(scenario, { plan }), run).checks;
}

export interface Accused extends Fault {
  readonly because: string;
  readonly witness: readonly number[];
}

/** The accusations among some checks, in order of their invariants. */
export function accusationsIn(checks: readonly Check[]): readonly Accused[] {
  return checks.flatMap(({ invariant, result }) =>
    result.result === 'violated'
      ? [{ invariant, rule: ruleOf(result.because), because: result.because, witness: result.witness }]
      : [],
  );
}

/** The sentence without the names and figures of one run: `task … was claimed … times although it has … retries`. */
function ruleOf(because: string): string {
  return because.replaceAll(/\S*\d\S*/g, '#');
}

function isPlayable(plan: Plan): boolean {
  try {
    checkPlan(plan);
    return true;
  } catch {
    return false;
  }
}
