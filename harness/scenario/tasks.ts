/**
 * A workload: many tasks of one kind, drawn from the seed. Ids say the kind and the number: `steady-12`; a second
 * submission of the same key is `steady-12.again-1`.
 */
import type { Submission } from '../../gates/record/history.js';
import type { Random } from '../sim/random.js';
import type { Arrivals } from './arrivals.js';
import { draw, type MaybeDrawn } from './drawn.js';
import { type Duplicates, duplicatesOf, expectDuplicates } from './duplicates.js';
import {
  expectAllOf,
  expectMs,
  expectSome,
  expectText,
  expectWhole,
  ScenarioError,
  within,
} from './expect.js';
import type { PlannedTask, RunBehaviour } from './plan.js';
import type { Run } from './runs.js';

type Priority = Submission['priority'];
const PRIORITIES: readonly Priority[] = ['P0', 'P1', 'P2'];

export interface TasksTerms {
  /** The kind of work; part of every id, and the label of its draws. */
  readonly named: string;
  readonly count: number;
  readonly arrivals: Arrivals;
  /** The nth run does the nth of these, or the last. */
  readonly runs: readonly Run[];
  /** `P1` when absent. */
  readonly priority?: MaybeDrawn<Priority>;
  /** Retries after the first run; 3 when absent. */
  readonly maxRetries?: number;
  /** Gives every task an idempotency key. */
  readonly duplicates?: readonly Duplicates[];
}

/** Tasks of one kind. */
export type Tasks = (random: Random) => readonly PlannedTask[];

/** The protocol's own number of retries. */
const DEFAULT_RETRIES = 3;

/** Terms that mean nothing are refused by the scenario they are part of, which names itself. */
export function tasks(terms: TasksTerms): Tasks {
  const { named } = terms;
  return (all) => within(`tasks ${named}`, () => plannedTasks(checked(terms), all.fork(named)));
}

/** @throws ScenarioError */
function checked(terms: TasksTerms): Checked {
  expectText('named', terms.named, {
    like: /^[A-Za-z][A-Za-z0-9-]{0,30}$/,
    says: 'a letter, then letters, digits or "-", 31 at most',
  });
  expectWhole('count', terms.count, 1);
  expectWhole('maxRetries', terms.maxRetries ?? DEFAULT_RETRIES, 0);
  const runs = expectSome('runs', terms.runs);
  expectArrivals('arrivals', terms.arrivals);
  return { ...terms, runs };
}

function expectArrivals(field: string, found: Arrivals): void {
  if (typeof found === 'function') return;
  throw new ScenarioError(field, 'perMinute(…), bursts({…}) or allAtOnce()', found);
}

type Checked = TasksTerms & { readonly runs: readonly [Run, ...Run[]] };

function plannedTasks(terms: Checked, random: Random): readonly PlannedTask[] {
  const { count, arrivals, duplicates = [] } = terms;
  expectDuplicates(duplicates);
  return arrivals(count, random.fork('arrivals')).flatMap((instant, position) => {
    const at = expectMs('arrivals', instant);
    const first = plannedTask(terms, { at, number: position + 1 }, random);
    if (duplicates.length === 0) return [first];
    return [first, ...duplicatesOf(first, duplicates, random.fork(`again ${position}`))];
  });
}

function plannedTask(terms: Checked, place: { at: number; number: number }, random: Random): PlannedTask {
  const id = `${terms.named}-${place.number}`;
  const { maxRetries } = terms;
  const priority = draw(terms.priority ?? 'P1', random);
  expectAllOf('priority', [priority], PRIORITIES);
  const submit: Submission = {
    id,
    priority,
    task: `${terms.named} work, number ${place.number}`,
    ...(terms.duplicates && { idempotencyKey: `key-${id}` }),
    ...(maxRetries !== undefined && { maxRetries }),
  };
  const runs = drawRuns(terms.runs, (maxRetries ?? DEFAULT_RETRIES) + 1, random);
  return { at: place.at, submit, runs, fault: null };
}

/** Draws a run for each that is allowed, so that shares hold for retries as well. */
function drawRuns(
  [first, ...others]: readonly [Run, ...Run[]],
  allowed: number,
  random: Random,
): readonly [RunBehaviour, ...RunBehaviour[]] {
  const last = others.at(-1) ?? first;
  const rest = Array.from({ length: Math.max(allowed - 1, others.length) }, (_, nth) => others[nth] ?? last);
  return [first(random), ...rest.map((run) => run(random))];
}
