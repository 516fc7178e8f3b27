/**
 * INV-16: damage stays where it is done. A task ends only by what was asked of that very task: no trouble of another
 * task, worker or budget completes, fails or blocks it. A duplicate that is done with another task of its key is no
 * damage; that is for INV-05 and INV-10. And a run is settled as its work came out.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { isEnd, isExplained, refusedFor, type Step, stepsOf } from '../../history/causes.js';
import { storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { settledOtherwise } from './settled-as-worked.js';

/** Every end is explained by a call on the task itself, a sweep that named it, or a call nobody heard of again. */
export const damageContained: Checker = {
  invariant: 'INV-16',
  name: 'damage-contained',
  needs: null,
  check: (history, final) =>
    judged(allAccusations(history, final), {
      exposure: final.tasks.filter((row) => isEnd(row.status)).length,
      lacking: 'no task came to an end',
    }),
};

function* allAccusations(history: History, final: FinalState): Iterable<Accusation> {
  yield* accusations(history, final);
  yield* settledOtherwise(history);
}

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const { tasks } = storiesOf(history);
  for (const step of stepsOf(history, final)) {
    const story = tasks.get(step.task);
    if (!story || !isEnd(step.to) || isOfItsTwin(step) || isExplained(step, { history, story })) continue;
    // Where somebody asked for it and was told no, the refusal is the lie: that is INV-15.
    if (!refusedFor(step, { history, story })) yield bystander(story, step);
  }
}

function isOfItsTwin({ from, to }: Step): boolean {
  return from === 'PENDING' && to === 'DONE';
}

function bystander(story: TaskStory, { to, run }: Step): Accusation {
  const calls = [...story.enqueues, ...story.claims, ...story.fenced, ...story.operators];
  return accusation(
    `task ${story.id} became ${to} in run ${run} although nothing that was asked of it leads there: ` +
      'it bears the damage of another',
    calls.map(lineOf),
  );
}
