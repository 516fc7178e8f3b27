/** S6: a task uses up its retries. It fails for good, is not run again, and says what a person has to do. */
import type { TaskRow } from '../../record/history.js';
import { type Accusation, accuse } from '../../replay/accusation.js';
import type { Story } from '../../replay/stories.js';
import { operatorActed } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

interface Exhausted {
  readonly story: Story;
  readonly row: TaskRow;
}

/** Evaluates S6. */
export function retriesExhausted({ replayed }: ReplayedRun): Evaluation {
  const exhausted = [...replayed.stories.tasks.values()].flatMap((story): Exhausted[] => {
    const row = replayed.rows.get(story.task);
    return row !== undefined && usedUp(story, row) ? [{ story, row }] : [];
  });
  const beyond = replayed.accusations.filter(({ invariant }) => ['INV-06', 'INV-07'].includes(invariant));
  return {
    exposure: { exhausted: exhausted.length },
    witness: `${exhausted.length} tasks ran as often as they may and did not succeed`,
    expected: 'FAILED for good, no further run, and the next action in the notes',
    unhandled: [...beyond, ...exhausted.flatMap((one) => notFinal(one))],
  };
}

/** Ran as often as it may, and its last run did not end DONE or BLOCKED. */
function usedUp(story: Story, row: TaskRow): boolean {
  if (operatorActed(story) || row.status === 'DONE' || row.status === 'BLOCKED') return false;
  return row.run >= row.maxRetries + 1;
}

function notFinal({ story, row }: Exhausted): readonly Accusation[] {
  const last = story.claims.at(-1);
  const witness = last === undefined ? [] : [last.invoke, last.ret];
  const found: Accusation[] = [];
  if (row.status !== 'FAILED' || row.availableAt !== null) {
    const because = `${row.task} used up its ${row.maxRetries} retries, but is ${row.status} and would run again`;
    found.push(accuse(['ILLEGAL_TRANSITION', 'INV-06'], because, witness));
  } else if (!/\bnext:/.test(row.notes)) {
    const because = `${row.task} failed for good, but its notes name no next action`;
    found.push(accuse(['ILLEGAL_TRANSITION', 'INV-06'], because, witness));
  }
  return found;
}
