/**
 * INV-03: a task is completed at most once, and a run ends in one way only. The same completion sent again and
 * answered again (same fence, same notes) is one completion.
 */
import type { History } from '../../../gates/record/history.js';
import { lineOf, type OkCall } from '../../history/calls.js';
import { acknowledged, storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** No two different settlements of one task are both accepted as its end. */
export const settledOnce: Checker = {
  invariant: 'INV-03',
  name: 'settled-once',
  needs: null,
  check: (history) =>
    judged(accusations(history), {
      exposure: settledTasks(history),
      lacking: 'no completion was acknowledged',
    }),
};

function* accusations(history: History): Iterable<Accusation> {
  for (const story of storiesOf(history).tasks.values()) {
    const [first, ...others] = acknowledged(story, 'complete');
    if (!first) continue;
    const other = others.find((call) => !isSameCompletion(first, call));
    if (other) {
      yield accusation(
        `task ${story.id} was completed twice: with fence ${first.args.fence} by ${first.actor} and ` +
          `with fence ${other.args.fence} by ${other.actor}`,
        [lineOf(first), lineOf(other)],
      );
    }
    const failure = acknowledged(story, 'fail').find((call) => call.args.fence === first.args.fence);
    if (failure) {
      yield accusation(
        `task ${story.id}: the run with fence ${first.args.fence} was accepted both as completed and as failed`,
        [lineOf(first), lineOf(failure)],
      );
    }
  }
}

function isSameCompletion(a: OkCall<'complete'>, b: OkCall<'complete'>): boolean {
  return a.args.fence === b.args.fence && a.args.notes === b.args.notes;
}

/** Tasks with an acknowledged completion: each could have been completed again. */
function settledTasks(history: History): number {
  return [...storiesOf(history).tasks.values()].filter((story) => acknowledged(story, 'complete').length > 0)
    .length;
}
