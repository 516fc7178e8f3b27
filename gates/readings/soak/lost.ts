/**
 * Tasks that were acknowledged and came to no end: neither DONE, nor FAILED for good, nor waiting for a person. Only a
 * run that was given its time to drain can say so; before that, a task is merely not ready yet.
 */
import type { TaskRow } from '../../record/history.js';
import { type Accusation, accuse } from '../../replay/accusation.js';
import type { Run } from '../../replay/run.js';
import type { Story } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';

/** The tasks that a soak lost, and how many were acknowledged; `lost` is null where the drain was cut short. */
export interface Losses {
  readonly lost: readonly Story[] | null;
  readonly acknowledged: number;
}

export function lossesIn({ run, replayed }: ReplayedRun): Losses {
  const stories = [...replayed.stories.tasks.values()].filter(wasAcknowledged);
  const lost = stories.filter(({ task }) => !hasEnded(replayed.rows.get(task)));
  return { lost: hadTimeToDrain(run) ? lost : null, acknowledged: stories.length };
}

/** INV-11: what still waits or runs at the end of a drain. What is not there at all is accused by the replay. */
export function lossAccusations(soak: ReplayedRun): readonly Accusation[] {
  return (lossesIn(soak).lost ?? []).flatMap(({ task, enqueues }): Accusation[] => {
    const row = soak.replayed.rows.get(task);
    if (row === undefined) return [];
    const waits = row.status === 'FAILED' ? 'FAILED, with a retry to come' : row.status;
    const because = `${task} was accepted, and after its time to drain the run left it ${waits}`;
    return [accuse(['TASK_LOST', 'INV-11'], because, enqueues.map(({ invoke }) => invoke).slice(0, 1))];
  });
}

/** Who was given a task knows that it was accepted, whether or not the submitter was told. */
function wasAcknowledged({ enqueues, claims }: Story): boolean {
  return claims.length > 0 || enqueues.some(({ outcome }) => outcome === 'ok');
}

function hasEnded(row: TaskRow | undefined): boolean {
  if (row === undefined) return false;
  const { status, availableAt } = row;
  return status === 'DONE' || status === 'BLOCKED' || (status === 'FAILED' && availableAt === null);
}

/** It says that it drained, or went on for as long as it may take after everything was healed. */
function hadTimeToDrain({ header, marks, lastAt }: Run): boolean {
  if (marks.some(({ mark }) => mark === 'drained')) return true;
  const healedAt = marks.findLast(({ mark }) => mark === 'heal')?.at ?? Number.POSITIVE_INFINITY;
  const { drainMs, pollMs, sweepMs } = header.knobs;
  return lastAt + Math.max(pollMs, sweepMs) >= healedAt + drainMs;
}
