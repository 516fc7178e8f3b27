/**
 * INV-11: once the last fault is healed, everything reaches an end within the bound of the run: it says that something
 * good happens, where the checks of safety say that nothing bad does.
 */
import type { FinalState, History, Op, TaskRow } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { clockSlackMs } from '../../history/holds.js';
import { storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** No task waits, runs or hangs for ever after the faults are gone. */
export const drainsAfterHeal: Checker = {
  invariant: 'INV-11',
  name: 'drains-after-heal',
  needs: null,
  check: (history, final) => {
    const heal = markOf(history, 'heal');
    if (!heal) return { result: 'unknown', because: 'nothing to judge: the run never came to its heal mark' };
    return judged(accusations(history, final, heal), {
      exposure: final.tasks.length,
      lacking: 'there was no task to drain',
    });
  },
};

type Mark = Extract<Op, { type: 'mark' }>;

function* accusations(history: History, final: FinalState, heal: Mark): Iterable<Accusation> {
  const { startedAt, knobs } = history.header;
  const last = history.ops.slice(-1);
  const endedAt = startedAt + Math.max(heal.at, ...last.map((op) => op.at));
  const undrained = final.tasks.filter(isOpen);
  for (const row of undrained) {
    yield accusation(`task ${row.task} ${describe(row, endedAt)} after everything was healed`, [
      heal.index,
      ...lastLineAbout(history, row.task),
    ]);
  }
  const drained = markOf(history, 'drained');
  if (!drained) {
    yield accusation(`the queue did not drain within ${knobs.drainMs} ms after the faults were healed`, [
      heal.index,
      ...last.map((op) => op.index),
    ]);
  } else if (drained.at - heal.at > knobs.drainMs + clockSlackMs(history)) {
    yield accusation(
      `the queue drained ${drained.at - heal.at} ms after the faults were healed; allowed are ${knobs.drainMs} ms`,
      [heal.index, drained.index],
    );
  }
}

function markOf(history: History, mark: Mark['mark']): Mark | null {
  const found = history.ops.findLast((op) => op.type === 'mark' && op.mark === mark);
  return found?.type === 'mark' ? found : null;
}

/** PENDING, running, or failed with another run to come. */
export function isOpen(row: TaskRow): boolean {
  return (
    row.status === 'PENDING' ||
    row.status === 'IN_PROGRESS' ||
    (row.status === 'FAILED' && row.availableAt !== null)
  );
}

function describe(row: TaskRow, endedAt: number): string {
  if (row.status !== 'IN_PROGRESS') return `is still ${row.status}`;
  const { leaseUntil } = row;
  if (leaseUntil === null) return 'is stuck IN_PROGRESS without a lease';
  return leaseUntil <= endedAt
    ? `is stuck IN_PROGRESS under a lease that ran out ${endedAt - leaseUntil} ms before the end of the run`
    : 'is still IN_PROGRESS';
}

function lastLineAbout(history: History, task: string): readonly number[] {
  const story = storiesOf(history).tasks.get(task);
  if (!story) return [];
  const calls = [...story.enqueues, ...story.claims, ...story.fenced, ...story.operators];
  return calls
    .map(lineOf)
    .sort((a, b) => b - a)
    .slice(0, 1);
}
