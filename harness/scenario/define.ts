/**
 * `scenario({…})`: from what an author writes to the data a runner takes. Everything that can be wrong is found
 * here; the plan itself is a pure function of seed and mode.
 */
import type { Knobs, RunMode } from '../../gates/record/history.js';
import { BASIC_GUARDS } from '../checkers/basic.js';
import type { Checker } from '../checkers/checker.js';
import { STANDING_GUARDS } from '../checkers/standing.js';
import { MARKS } from '../outcome/coverage.js';
import { randomFrom } from '../sim/random.js';
import { CAPABILITIES } from '../sut.js';
import { expectAllOf, expectNoneOf, expectSome, expectText, expectWhole } from './expect.js';
import type { Faults } from './faults.js';
import { expectKnobs, REAL_KNOBS, SIMULATED_KNOBS } from './knobs.js';
import type { Actors, Plan, PlannedOperation } from './plan.js';
import type { Scenario } from './scenario.js';
import type { Tasks } from './tasks.js';

/** One staging of a scenario: who takes part, what they have to do, and what goes wrong. */
export interface Staging {
  /** Figures that differ from the mode's own. */
  readonly knobs?: Partial<Knobs>;
  readonly actors?: Partial<Actors>;
  readonly work: readonly Tasks[];
  readonly operations?: readonly PlannedOperation[];
  readonly faults?: readonly Faults[];
}

export type ScenarioTerms = Omit<Scenario, 'plan' | 'guards' | 'standing'> & {
  /** Its own alone: the basic guards go without saying. */
  readonly guards: readonly Checker[];
  /** In virtual time: production-like figures, minutes to hours. */
  readonly simulated: Staging;
  /** With processes on the wall clock: the same in seconds. */
  readonly real: Staging;
};

const DEFAULT_ACTORS: Actors = { submitters: 1, workers: 3, watchdogs: 1, operators: 0 };

/**
 * To the guards it names come the basic ones, and the standing ones watch beside them.
 * @throws ScenarioError naming the field, what was expected and what was found
 */
export function scenario(terms: ScenarioTerms): Scenario {
  const { simulated, real, ...scenario } = terms;
  const { id } = scenario;
  expectText('scenario: id', id, {
    like: /^[A-Z][0-9]+-[a-z0-9-]+$/,
    says: 'an id like S2-stuck-in-progress',
  });
  expectText(`${id}: control`, scenario.control, {
    like: /^[a-z][a-z-]+$/,
    says: 'the name of a planted bug',
  });
  expectNoneOf(`${id}: guards`, namesOf(scenario.guards), namesOf(BASIC_GUARDS));
  expectAllOf(`${id}: needs`, scenario.needs, CAPABILITIES);
  expectAllOf(`${id}: mustSee`, scenario.mustSee, MARKS);
  const stages = { simulated: stageOf(id, 'simulated', simulated), real: stageOf(id, 'real', real) };
  const guards = [...scenario.guards, ...BASIC_GUARDS];
  const standing = STANDING_GUARDS.filter((guard) => !guards.includes(guard));
  return { ...scenario, guards, standing, plan: (seed, mode) => planOf(id, stages[mode], seed) };
}

function namesOf(guards: readonly Checker[]): readonly string[] {
  return guards.map(({ name }) => name);
}

type Stage = Staging & { readonly knobs: Knobs; readonly actors: Actors };

function stageOf(id: string, mode: RunMode, staging: Staging): Stage {
  const field = `${id}: ${mode}`;
  const usual = mode === 'simulated' ? SIMULATED_KNOBS : REAL_KNOBS;
  const knobs = { ...usual, ...staging.knobs };
  const actors = { ...DEFAULT_ACTORS, ...staging.actors };
  expectKnobs(`${field}.knobs`, knobs);
  expectSome(`${field}.work`, staging.work);
  expectWhole(`${field}.actors.submitters`, actors.submitters, 1);
  expectWhole(`${field}.actors.workers`, actors.workers, 1);
  expectWhole(`${field}.actors.watchdogs`, actors.watchdogs, 1);
  expectWhole(`${field}.actors.operators`, actors.operators, staging.operations ? 1 : 0);
  return { ...staging, knobs, actors };
}

function planOf(id: string, stage: Stage, seed: number): Plan {
  const random = randomFrom(seed).fork(id);
  const faults = stage.faults?.flatMap((plan, position) => plan(random.fork(`fault ${position}`))) ?? [];
  return {
    scenario: id,
    seed,
    knobs: stage.knobs,
    actors: stage.actors,
    tasks: stage.work.flatMap((work) => work(random)),
    operations: stage.operations ?? [],
    faults: faults.map((fault, position) => ({ id: `f${position + 1}`, ...fault })),
  };
}
