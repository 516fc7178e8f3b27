/**
 * Everything the judge holds against one run, and the tally of what it replayed. Its model is its own: it borrows
 * nothing from the harness whose work it judges, nor from the product.
 */
import type { StateMachine } from '../policy/state-machine.js';
import type { SystemEvent, TaskRow } from '../record/history.js';
import { type Accusation, accuse } from './accusation.js';
import { type BudgetReplay, budgetReplay, loggedBlocks } from './budget.js';
import { type LogReplay, replayLog } from './event-log.js';
import { fenceAccusations } from './fences.js';
import type { Run } from './run.js';
import { duplicateAccusations, lossAccusations } from './settlements.js';
import { type Stories, storiesOf } from './stories.js';

/** The final read: rows, log, and the store's own findings. */
export interface Final {
  readonly tasks: readonly TaskRow[];
  readonly events: readonly SystemEvent[];
  readonly integrity: readonly string[];
}

export interface Replayed {
  readonly stories: Stories;
  readonly rows: ReadonlyMap<string, TaskRow>;
  readonly log: LogReplay;
  readonly budget: BudgetReplay;
  /** Integrity only; those of the budget are in `budget`. */
  readonly accusations: readonly Accusation[];
  readonly byState: Readonly<Record<string, number>>;
  readonly enqueued: number;
}

/** Replays a final state alone: a run without a history, such as an end-to-end scenario. */
export function replayFinal(final: Final, machine: StateMachine): Replayed {
  const rows = rowsOf(final);
  const log = replayLog(final.events, rows, machine);
  return {
    stories: { tasks: new Map(), ghosts: [], keys: new Map() },
    rows,
    log,
    budget: loggedBlocks(final.events),
    accusations: [...ownFindings(final), ...log.accusations, ...doneKeys(final, log)],
    byState: census(final, log),
    enqueued: log.born,
  };
}

/** Replays a run with its final state. */
export function replayRun(run: Run, final: Final, machine: StateMachine): Replayed {
  const stories = storiesOf(run);
  const alone = replayFinal(final, machine);
  const told = budgetReplay(run, stories, alone.rows);
  const accusations = [
    ...[...stories.tasks.values()].flatMap((story) => fenceAccusations(story, run.header)),
    ...duplicateAccusations(run, stories),
    ...lossAccusations(stories, alone.rows),
    ...alone.accusations,
  ];
  return {
    ...alone,
    stories,
    budget: { ...told, accusations: [...told.accusations, ...alone.budget.accusations] },
    accusations,
  };
}

function rowsOf(final: Final): ReadonlyMap<string, TaskRow> {
  return new Map(final.tasks.map((row) => [row.task, row]));
}

function ownFindings(final: Final): Accusation[] {
  return final.integrity.map((found) =>
    accuse(['DB_LOG_MISMATCH', 'INV-09'], `the store itself reports: ${found}`),
  );
}

/** Two rows of one key that are both DONE by their own work. */
function doneKeys(final: Final, log: LogReplay): Accusation[] {
  const done = new Map<string, string>();
  return final.tasks.flatMap((row) => {
    if (row.status !== 'DONE' || row.idempotencyKey === null || isSkipped(row, log)) return [];
    const first = done.get(row.idempotencyKey);
    done.set(row.idempotencyKey, first ?? row.task);
    if (first === undefined) return [];
    const because = `key ${row.idempotencyKey} is DONE by ${first} and by ${row.task}, neither of them as a duplicate`;
    return [accuse(['DUPLICATE_COMPLETION', 'INV-05'], because)];
  });
}

/** Whether a row's DONE is the result of another task. */
export function isSkipped(row: TaskRow, log: LogReplay): boolean {
  return (row.duplicateOf ?? null) !== null || log.skipped.has(row.task);
}

function census(final: Final, log: LogReplay): Readonly<Record<string, number>> {
  const byState: Record<string, number> = {
    DONE: 0,
    SKIPPED: 0,
    FAILED: 0,
    BLOCKED: 0,
    PENDING: 0,
    IN_PROGRESS: 0,
  };
  for (const row of final.tasks) {
    const state = row.status === 'DONE' && isSkipped(row, log) ? 'SKIPPED' : row.status;
    byState[state] = (byState[state] ?? 0) + 1;
  }
  return byState;
}
