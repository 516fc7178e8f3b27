/**
 * Tasks that waited for their first run and could have been given out all the while: nobody may have touched them, and
 * no other task of their key holds them back. For a retry the instant it is due is not known from outside; these were
 * due as soon as they were acknowledged.
 */
import type { FinalState, History, Submission } from '../../gates/record/history.js';
import { isOk, mayHaveHappened, type OkCall } from './calls.js';
import { clockSlackMs } from './holds.js';
import { type Claim, keyOf, storiesOf, type TaskStory } from './stories.js';

export interface FirstWait {
  readonly id: string;
  readonly priority: Submission['priority'];
  readonly enqueue: OkCall<'enqueue'>;
  /** Instant from which it was certainly due. */
  readonly dueAt: number;
  /** The claim that ended the wait, or null when it still waits in the final read. */
  readonly claim: Claim | null;
}

const found = new WeakMap<History, { readonly final: FinalState; readonly waits: readonly FirstWait[] }>();

/** In order of acknowledgement; looked for once a run. */
export function firstWaitsOf(history: History, final: FinalState): readonly FirstWait[] {
  const known = found.get(history);
  if (known?.final === final) return known.waits;
  const waits = lookFor(history, final);
  found.set(history, { final, waits });
  return waits;
}

function lookFor(history: History, final: FinalState): readonly FirstWait[] {
  const { tasks } = storiesOf(history);
  const untouched = new Set(final.tasks.flatMap((row) => (isUntouched(row) ? row.task : [])));
  const tasksOfKey = new Map<string, number>();
  for (const key of [...tasks.values()].flatMap((story) => keyOf(story) ?? [])) {
    tasksOfKey.set(key, (tasksOfKey.get(key) ?? 0) + 1);
  }
  const waits = [...tasks.values()].flatMap((story): FirstWait[] => {
    const enqueue = story.enqueues.find(mayHaveHappened);
    const claim = story.claims[0] ?? null;
    const isSure = claim === null ? untouched.has(story.id) : claim.value.run === 1;
    if (enqueue === undefined || !isOk(enqueue) || !isSure) return [];
    if (isOperated(story) || (tasksOfKey.get(keyOf(story) ?? '') ?? 0) > 1) return [];
    const dueAt = enqueue.endedAt + clockSlackMs(history);
    return [{ id: story.id, priority: enqueue.args.task.priority, enqueue, dueAt, claim }];
  });
  return waits.sort((a, b) => a.enqueue.end - b.enqueue.end);
}

function isUntouched({ status, run }: FinalState['tasks'][number]): boolean {
  return status === 'PENDING' && run === 0;
}

function isOperated({ operators }: TaskStory): boolean {
  return operators.some(mayHaveHappened);
}
