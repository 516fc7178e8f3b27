/**
 * A workload: many tasks of one kind, drawn from the seed. Ids say the kind and the number: `steady-12`; a second
 * submission of the same key is `steady-12.again-1`.
 */
import type { Submission } from '../../gates/record/history.js';
import type { Random } from '../sim/random.js';
import type { Arrivals } from './arrivals.js';
import { draw, type MaybeDrawn } from './drawn.js';
import { expectShare, expectSome, expectText, expectWhole } from './expect.js';
import type { PlannedTask, RunBehaviour } from './plan.js';
import type { Run } from './runs.js';

type Priority = Submission['priority'];

/** Later submissions of the same work: how long after the first one, for which share of the tasks. */
export interface Duplicates {
  readonly as: 'same-key' | 'same-id';
  readonly share: number;
  readonly after: readonly MaybeDrawn<number>[];
}

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

/** The same work submitted again as another task with the same key. */
export function sameKey(terms: Omit<Duplicates, 'as'>): Duplicates {
  return { as: 'same-key', share: expectShare('sameKey: share', terms.share), after: terms.after };
}

/** The same task submitted again under its own id. */
export function sameId(terms: Omit<Duplicates, 'as'>): Duplicates {
  return { as: 'same-id', share: expectShare('sameId: share', terms.share), after: terms.after };
}

/** @throws ScenarioError when the terms mean nothing */
export function tasks(terms: TasksTerms): Tasks {
  const { named } = terms;
  expectText(`tasks ${named}: named`, named, {
    like: /^[A-Za-z][A-Za-z0-9-]{0,30}$/,
    says: 'a letter, then letters, digits or "-", 31 at most',
  });
  expectWhole(`tasks ${named}: count`, terms.count, 1);
  expectWhole(`tasks ${named}: maxRetries`, terms.maxRetries ?? DEFAULT_RETRIES, 0);
  const runs = expectSome(`tasks ${named}: runs`, terms.runs);
  return (all) => {
    const random = all.fork(named);
    const instants = terms.arrivals(terms.count, random.fork('arrivals'));
    return instants.flatMap((at, position) => {
      const first = plannedTask({ ...terms, runs }, { at, number: position + 1 }, random);
      return [first, ...duplicatesOf(first, terms.duplicates ?? [], random.fork(`again ${position}`))];
    });
  };
}

type Checked = TasksTerms & { readonly runs: readonly [Run, ...Run[]] };

function plannedTask(terms: Checked, place: { at: number; number: number }, random: Random): PlannedTask {
  const id = `${terms.named}-${place.number}`;
  const { maxRetries } = terms;
  const submit: Submission = {
    id,
    priority: draw(terms.priority ?? 'P1', random),
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

function duplicatesOf(
  first: PlannedTask,
  kinds: readonly Duplicates[],
  random: Random,
): readonly PlannedTask[] {
  const waits = kinds.flatMap((kind) => {
    const chosen = random.next() < kind.share;
    return chosen ? kind.after.map((wait) => ({ as: kind.as, afterMs: draw(wait, random) })) : [];
  });
  return waits.map(({ as, afterMs }, position) => {
    const id = as === 'same-id' ? first.submit.id : `${first.submit.id}.again-${position + 1}`;
    return {
      ...first,
      at: first.at + afterMs,
      submit: { ...first.submit, id },
      fault: 'duplicate-enqueue',
    };
  });
}
