/** S3: one idempotency key is submitted again, while its work is open and after it is done. The work happens once. */
import { type Accusation, accuse } from '../../replay/accusation.js';
import type { OkCallOf } from '../../replay/run.js';
import { byKey } from '../../replay/settlements.js';
import { completions, type Story } from '../../replay/stories.js';
import type { ReplayedRun } from '../run.js';
import type { Evaluation } from './evaluation.js';

/** Evaluates S3. */
export function duplicateDispatch(scenario: ReplayedRun): Evaluation {
  const groups = [...byKey(scenario.replayed.stories).values()].filter((group) => group.length > 1);
  const duplicates = groups.flatMap((group) => repeats(group));
  const afterDone = duplicates.filter(({ enqueue, done }) => done !== null && done.ret < enqueue.invoke);
  const twice = scenario.replayed.accusations.filter(({ code }) => code === 'DUPLICATE_COMPLETION');
  return {
    exposure: { duplicateEnqueues: duplicates.length, afterDone: afterDone.length },
    witness: `${duplicates.length} submissions repeated a key, ${afterDone.length} of them after its work was done`,
    expected: 'the work of a key is done once; a duplicate ends as skipped, by its own event',
    unhandled: [...twice, ...groups.flatMap((group) => unskipped(group, scenario))],
  };
}

interface Repeat {
  readonly enqueue: OkCallOf<'enqueue'>;
  readonly done: OkCallOf<'complete'> | null;
}

/** Accepted submissions of a key after its first one. */
function repeats(group: readonly Story[]): readonly Repeat[] {
  const accepted = group
    .flatMap(({ enqueues }) => enqueues)
    .filter((call): call is OkCallOf<'enqueue'> => call.outcome === 'ok')
    .sort((a, b) => a.invoke - b.invoke);
  const done = firstCompletion(group);
  return accepted.slice(1).map((enqueue) => ({ enqueue, done }));
}

function firstCompletion(group: readonly Story[]): OkCallOf<'complete'> | null {
  const all = group.flatMap((story) => completions(story)).sort((a, b) => a.ret - b.ret);
  return all[0] ?? null;
}

/** Duplicates of finished work that ended DONE without an event that says they were skipped. */
function unskipped(group: readonly Story[], { replayed }: ReplayedRun): readonly Accusation[] {
  const done = firstCompletion(group);
  if (done === null) return [];
  return group.flatMap((story) => {
    const row = replayed.rows.get(story.task);
    if (story.task === done.args.task || row?.status !== 'DONE' || replayed.log.skipped.has(story.task))
      return [];
    const because = `${story.task} repeats finished work and ended DONE, but no event says it was skipped`;
    return [accuse(['DUPLICATE_COMPLETION', 'INV-05'], because, [done.invoke, done.ret])];
  });
}
