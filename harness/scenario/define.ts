/**
 * `scenario({…})`: from what an author writes to the data a runner takes. Everything that can be wrong is found
 * here; the plan itself is a pure function of seed and mode.
 */
import type { Knobs, RunMode } from '../../gates/record/history.js';
import { BASIC_GUARDS } from '../checkers/basic.js';
import { CHECKERS } from '../checkers/catalogue.js';
import type { Checker } from '../checkers/checker.js';
import { randomFrom } from '../sim/random.js';
import { expectNoneOf, expectText, expectWhole, within } from './expect.js';
import { expectForm } from './expect-form.js';
import { expectKnobs, REAL_KNOBS, SIMULATED_KNOBS } from './knobs.js';
import type { Actors, Plan } from './plan.js';
import { aimed, expectNeeded, expectPlayable } from './playable.js';
import type { Scenario } from './scenario.js';
import { type ScenarioTerms, type Staging, TERMS } from './terms.js';

const DEFAULT_ACTORS: Actors = { submitters: 1, workers: 3, watchdogs: 1, operators: 0 };

/**
 * To the guards it names come the basic ones, and every other checker watches beside them as a standing one.
 * @throws ScenarioError naming the field, what was expected and what was found
 */
export function scenario(terms: ScenarioTerms): Scenario {
  const { simulated, real, ...scenario } = terms;
  const { id } = scenario;
  expectText('scenario: id', id, {
    like: /^[A-Z][0-9]+-[a-z0-9-]+$/,
    says: 'an id like S2-stuck-in-progress',
  });
  expectForm(id, TERMS, terms);
  expectNoneOf(`${id}: guards`, namesOf(scenario.guards), namesOf(BASIC_GUARDS));
  const stages = { simulated: stageOf(id, 'simulated', simulated), real: stageOf(id, 'real', real) };
  for (const stage of Object.values(stages)) expectNeeded(stage.field, planOf(stage, 1), scenario.needs);
  const guards = [...scenario.guards, ...BASIC_GUARDS];
  const standing = CHECKERS.filter((guard) => !guards.includes(guard));
  return { ...scenario, guards, standing, plan: (seed, mode) => planOf(stages[mode], seed) };
}

function namesOf(guards: readonly Checker[]): readonly string[] {
  return guards.map(({ name }) => name);
}

type Stage = Staging & {
  readonly id: string;
  /** Where it is written: `S2-stuck-in-progress: real`. */
  readonly field: string;
  readonly knobs: Knobs;
  readonly actors: Actors;
};

function stageOf(id: string, mode: RunMode, staging: Staging): Stage {
  const field = `${id}: ${mode}`;
  const usual = mode === 'simulated' ? SIMULATED_KNOBS : REAL_KNOBS;
  const knobs = { ...usual, ...staging.knobs };
  const actors = { ...DEFAULT_ACTORS, ...staging.actors };
  expectKnobs(`${field}.knobs`, knobs);
  expectWhole(`${field}.actors.operators`, actors.operators, staging.operations ? 1 : 0);
  const stage = { ...staging, id, field, knobs, actors };
  // What is drawn is known only once it is.
  expectPlayable(field, planOf(stage, 1));
  return stage;
}

function planOf(stage: Stage, seed: number): Plan {
  const { id, field, knobs, actors, work, operations = [], faults = [] } = stage;
  const random = randomFrom(seed).fork(id);
  const tasks = work.flatMap((plan, nth) => within(`${field}.work[${nth}]`, () => plan(random)));
  const struck = faults.flatMap((plan, nth) =>
    within(`${field}.faults[${nth}]`, () => aimed(plan(random.fork(`fault ${nth}`)), actors)),
  );
  const named = struck.map((fault, position) => ({ id: `f${position + 1}`, ...fault }));
  return { scenario: id, seed, knobs, actors, tasks, operations, faults: named };
}
