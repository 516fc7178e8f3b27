/** What an author writes of a scenario, and the form it must have. */
import { z } from 'zod';
import type { Knobs } from '../../gates/record/history.js';
import { CHECKERS } from '../checkers/catalogue.js';
import type { Checker } from '../checkers/checker.js';
import { MARKS } from '../outcome/coverage.js';
import { CAPABILITIES } from '../sut.js';
import type { Faults } from './faults.js';
import { type Actors, MOST_ACTORS, type PlannedOperation } from './plan.js';
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

export type ScenarioTerms = Omit<Scenario, 'plan' | 'guards' | 'standing' | 'mustStrike'> & {
  /** Its own alone: the basic guards go without saying. */
  readonly guards: readonly Checker[];
  /** In virtual time: production-like figures, minutes to hours. */
  readonly simulated: Staging;
  /** With processes on the wall clock: the same in seconds. */
  readonly real: Staging;
};

const whole = (least: number) => {
  const says = `a whole number of ${least} or more`;
  return z.int(says).min(least, says);
};

const text = (says: string, like = /\S/) => z.string(says).regex(like, says);

const oneOf = <const Value extends string>(allowed: readonly Value[]) =>
  z.enum(allowed, `one of ${allowed.join(', ')}`);

const listOf = <const Value extends string>(allowed: readonly Value[]) =>
  z.array(oneOf(allowed), `a list of some of ${allowed.join(', ')}`);

/** What a function of ours answers. */
const madeBy = <Made>(makers: string) =>
  z.custom<Made>((found) => typeof found === 'function', `what ${makers} answers`);

function fields<Shape extends z.core.$ZodShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `one of the fields ${names}` : `an object with the fields ${names}`,
  });
}

const some = whole(1).exactOptional();

const actors = (least: number) => {
  const says = `a whole number from ${least} to ${MOST_ACTORS}`;
  return z.int(says).min(least, says).max(MOST_ACTORS, says).exactOptional();
};

const staging = fields({
  knobs: fields({
    leaseMs: some,
    heartbeatMs: some,
    pollMs: some,
    sweepMs: some,
    backoffMs: z.array(whole(1), 'a list of lengths in ms').min(1, 'at least one').exactOptional(),
    busyWaitMs: some,
    softTokens: some,
    hardTokens: some,
    drainMs: some,
  }).exactOptional(),
  actors: fields({
    submitters: actors(1),
    workers: actors(1),
    watchdogs: actors(1),
    operators: actors(0),
    workerName: text('a name').exactOptional(),
    polling: oneOf(['in-step']).exactOptional(),
    programs: oneOf(['system']).exactOptional(),
  }).exactOptional(),
  work: z.array(madeBy<Tasks>('tasks({…})'), 'a list of tasks({…})').min(1, 'at least one'),
  operations: z
    .array(
      fields({
        at: z.number('a number of ms, 0 or more').min(0, 'a number of ms, 0 or more'),
        op: oneOf(['cancel', 'replan', 'retry']),
        task: text('the id of a task of its work'),
      }),
      'a list of operations, { at, op, task }',
    )
    .exactOptional(),
  faults: z
    .array(madeBy<Faults>('after, every, before, afterCall or during'), 'a list of faults')
    .exactOptional(),
});

const isChecker = (found: unknown): boolean =>
  typeof found === 'object' && found !== null && 'invariant' in found && 'name' in found && 'check' in found;

const checkers = CHECKERS.map(({ name }) => name).join(', ');

/** The form of what is written; how its parts go together is looked at elsewhere. */
export const TERMS: z.ZodType<ScenarioTerms> = fields({
  // Looked at before all else, whose place it names.
  id: z.string(),
  says: text('a sentence for the report'),
  needs: listOf(CAPABILITIES),
  guards: z.array(z.custom<Checker>(isChecker, `a checker: ${checkers}`), `a list of checkers: ${checkers}`),
  mustSee: listOf(MARKS),
  control: text('the name of a planted bug', /^[a-z][a-z-]+$/),
  simulated: staging,
  real: staging,
});
