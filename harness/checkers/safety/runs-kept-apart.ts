/**
 * INV-14: two runs of one task do their work at the same time only when the lease of the first was over. Work is done
 * at least once, so that may happen: but never under a holder that was neither held up nor locked out, for it asked
 * for a longer lease in good time. What runs is seen from the handlers themselves, whatever the system says.
 */
import type { History } from '../../../gates/record/history.js';
import { callsOf } from '../../history/calls.js';
import { type HandlerRun, handlerRuns } from '../../history/handler-runs.js';
import { hindrancesOf, isHindered } from '../../history/hindrances.js';
import { clockSlackMs, leaseLastsUntil, mayHaveEndedEarly } from '../../history/holds.js';
import { type Claim, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Handlers of one task overlap only after a lease ran out, or was given up or taken away. */
export const runsKeptApart: Checker = {
  invariant: 'INV-14',
  name: 'runs-kept-apart',
  needs: 'lease',
  check: (history) => {
    const runs = handlerRuns(history);
    return judged(accusations(history, runs), {
      exposure: contestedRuns(history, runs),
      lacking: 'nobody asked for work while a task was worked on',
    });
  },
};

interface Held {
  readonly run: HandlerRun;
  readonly claim: Claim;
}

function* accusations(history: History, runs: readonly HandlerRun[]): Iterable<Accusation> {
  const hindrances = hindrancesOf(history);
  for (const [story, held] of byTask(history, runs)) {
    for (const [first, second] of overlapping(held)) {
      const { claim: rival } = second;
      if (mayHaveEndedEarly(story, first.claim, rival)) continue;
      const ranOut = rival.endedAt >= leaseLastsUntil(story, first.claim, rival) - clockSlackMs(history);
      const window = { actor: first.run.actor, from: first.claim.invoke, to: rival.end };
      // A real machine can hold up anybody, and no line tells of it.
      if (ranOut && (history.header.mode === 'real' || isHindered(hindrances, window))) continue;
      const how = ranOut ? 'whom nothing had kept from prolonging its lease' : 'whose lease was alive';
      yield collision(first, second, how);
    }
  }
}

/** The runs of every task that ran twice. */
function byTask(history: History, runs: readonly HandlerRun[]): ReadonlyMap<TaskStory, readonly Held[]> {
  const { tasks } = storiesOf(history);
  const found = new Map<TaskStory, Held[]>();
  for (const run of runs) {
    const story = tasks.get(run.task);
    const claim = story && claimOf(run, story);
    if (claim) found.set(story, [...(found.get(story) ?? []), { run, claim }]);
  }
  return new Map([...found].filter(([, held]) => held.length > 1));
}

function claimOf(run: HandlerRun, story: TaskStory): Claim | undefined {
  return story.claims.findLast(
    ({ actor, value, end }) => actor === run.actor && value.fence === run.fence && end < run.begin.line,
  );
}

/** Pairs that worked at the same time, the holder of the lower fence first. */
function* overlapping(held: readonly Held[]): Iterable<readonly [Held, Held]> {
  const byClaim = [...held].sort(
    (a, b) => a.claim.value.fence - b.claim.value.fence || a.claim.end - b.claim.end,
  );
  for (const [place, first] of byClaim.entries()) {
    for (const second of byClaim.slice(place + 1)) {
      if (isWithin(second.run, first.run) || isWithin(first.run, second.run)) yield [first, second];
    }
  }
}

/** Whether `inner` began while `outer` was at work. */
function isWithin(inner: HandlerRun, outer: HandlerRun): boolean {
  return inner.begin.line > outer.begin.line && inner.begin.line < (outer.end?.line ?? Infinity);
}

function collision(first: Held, second: Held, how: string): Accusation {
  const { actor, task, fence, begin } = first.run;
  return accusation(
    `task ${task} was worked on twice at the same time: by ${actor} with fence ${fence}, ${how}, ` +
      `and by ${second.run.actor} with fence ${second.run.fence}`,
    [begin.line, second.run.begin.line],
  );
}

/** Runs during which somebody asked for work: each could have been given away. */
function contestedRuns(history: History, runs: readonly HandlerRun[]): number {
  const asks = callsOf(history).filter(({ op }) => op === 'claim');
  const lineOfAsk = (place: number) => asks[place]?.invoke ?? Infinity;
  let next = 0;
  return runs.filter(({ begin, end }) => {
    while (lineOfAsk(next) < begin.line) next += 1;
    return lineOfAsk(next) < (end?.line ?? Infinity);
  }).length;
}
