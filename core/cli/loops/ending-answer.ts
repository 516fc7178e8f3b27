/** How one run ended, for people and programs. */
import { formatDuration } from '../../duration.js';
import type { Ending } from '../../engine/worker.js';
import { onOneLine } from '../../queue-md/cell.js';
import type { Store } from '../../store/store.js';
import type { Task } from '../../task/task.js';
import { milliseconds } from '../../time.js';
import { runVerdict, verdictTexts } from '../run-verdict.js';
import { type Answer, answer } from '../world.js';

/** The answer about a run that has ended. */
export async function endingAnswer(ending: Ending, store: Pick<Store, 'eventsAfter'>): Promise<Answer> {
  if (ending.kind === 'lost') {
    return answer(
      { id: ending.taskId, ending: 'lost', because: ending.because },
      ({ id, because }) => `${id} lost: ${because}`,
    );
  }
  const { task } = ending;
  const { id, status, nextAction } = task;
  const verdict = await runVerdict(task, store);
  const told = { id, ending: 'settled', status, because: causeOf(task), nextAction, ...verdict };
  return answer(told, ({ because }) => {
    const cause = because === null ? [] : [because, nextText(task)];
    const more = [...cause, ...verdictTexts(verdict)];
    return `${id} -> ${status}${more.length === 0 ? '' : `\t${onOneLine(more.join('; '))}`}`;
  });
}

/** Why a run did not succeed, a failure with the file that keeps what it printed; null for other endings. */
function causeOf(task: Task): string | null {
  if (task.status === 'BLOCKED') return task.blockedReason;
  return task.status === 'FAILED' ? (task.lastError ?? 'failed') : null;
}

/** What happens next: by itself, or by a person. */
function nextText(task: Task): string {
  return task.status === 'FAILED' && task.retryAt !== null
    ? `again after ${formatDuration(milliseconds(task.retryAt - task.settledAt))}`
    : `next: ${task.nextAction}`;
}

/** Under what an ending is summed up. */
export function bucketOf(ending: Ending): 'done' | 'failed' | 'blocked' | 'lost' | 'returned' {
  if (ending.kind === 'lost') return 'lost';
  switch (ending.task.status) {
    case 'DONE':
      return 'done';
    case 'FAILED':
      return 'failed';
    case 'BLOCKED':
      return 'blocked';
    case 'PENDING':
    case 'IN_PROGRESS':
      return 'returned';
  }
}
