/**
 * INV-14: two runs of one task do their work at the same time only when the lease of the first was over. Work is done
 * at least once, so that may happen: but never under a holder that was neither held up nor locked out, for it asked
 * for a longer lease in good time. And whoever is told that its lease is lost stops. What runs is seen from the
 * handlers themselves, whatever the system says.
 */
import type { History } from '../../../gates/record/history.js';
import { type AnyCall, callsOf } from '../../history/calls.js';
import { type HandlerRun, handlerRuns } from '../../history/handler-runs.js';
import { type Hindrance, hindrancesOf, isHindered } from '../../history/hindrances.js';
import { mayHaveEndedEarly, mayHaveRunOut, type Rival } from '../../history/holds.js';
import { type Claim, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { type ToldRun, toldRuns, workedOn } from './stops-when-told.js';

/** Handlers of one task overlap only after a lease ran out, or was given up or taken away. */
export const runsKeptApart: Checker = {
  invariant: 'INV-14',
  name: 'runs-kept-apart',
  needs: 'lease',
  check: (history) => {
    const runs = handlerRuns(history);
    const held = heldRuns(history, runs);
    const circumstances = { history, hindrances: hindrancesOf(history) };
    const told = toldRuns(history, runs);
    return judged(allAccusations({ ...circumstances, told }, held), {
      exposure: contestedRuns(circumstances, held) + told.length,
      lacking: 'nobody asked for work while a task was worked on under a lease that was alive',
    });
  },
};

interface Held {
  readonly run: HandlerRun;
  readonly story: TaskStory;
  readonly claim: Claim;
}

function* allAccusations(
  circumstances: Circumstances & { readonly told: readonly ToldRun[] },
  held: readonly Held[],
): Iterable<Accusation> {
  yield* accusations(circumstances, held);
  yield* workedOn(circumstances.history, circumstances);
}

function* accusations(circumstances: Circumstances, runs: readonly Held[]): Iterable<Accusation> {
  for (const held of byTask(runs)) {
    for (const [first, second] of overlapping(held)) {
      if (isExcused(circumstances, first, second.claim)) continue;
      const ranOut = mayHaveRunOut(circumstances.history, first, second.claim);
      const how = ranOut ? 'whom nothing had kept from prolonging its lease' : 'whose lease was alive';
      yield collision(first, second, how);
    }
  }
}

interface Circumstances {
  readonly history: History;
  readonly hindrances: readonly Hindrance[];
}

/**
 * Whether somebody else may have got the task while it was worked on. A real machine can hold up anybody, and no line
 * tells of it.
 */
function isExcused({ history, hindrances }: Circumstances, held: Held, rival: Rival): boolean {
  if (mayHaveEndedEarly(held.story, held.claim, rival)) return true;
  if (!mayHaveRunOut(history, held, rival)) return false;
  const window = { actor: held.run.actor, from: held.claim.invoke, to: rival.end };
  return history.header.mode === 'real' || isHindered(hindrances, window);
}

/** The runs of every task that ran twice. */
function byTask(runs: readonly Held[]): readonly (readonly Held[])[] {
  const found = new Map<string, Held[]>();
  for (const held of runs) {
    const same = found.get(held.run.task);
    if (same) same.push(held);
    else found.set(held.run.task, [held]);
  }
  return [...found.values()].filter((held) => held.length > 1);
}

/** Runs with the claim they follow from. */
function heldRuns(history: History, runs: readonly HandlerRun[]): readonly Held[] {
  const { tasks } = storiesOf(history);
  return runs.flatMap((run) => {
    const story = tasks.get(run.task);
    const claim = story?.claims.findLast(
      ({ actor, value, end }) => actor === run.actor && value.fence === run.fence && end < run.begin.line,
    );
    return story && claim ? [{ run, story, claim }] : [];
  });
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

/** Runs whose task whoever next asked for work would have been accused of getting. */
function contestedRuns(circumstances: Circumstances, runs: readonly Held[]): number {
  const asks = callsOf(circumstances.history).filter(({ op }) => op === 'claim');
  let next = 0;
  return runs.filter((held) => {
    const { begin, end } = held.run;
    while (lineOfAsk(asks[next]) < begin.line) next += 1;
    const ask = asks[next];
    return ask && ask.invoke < (end?.line ?? Infinity) && !isExcused(circumstances, held, ask);
  }).length;
}

function lineOfAsk(ask: AnyCall | undefined): number {
  return ask?.invoke ?? Infinity;
}
