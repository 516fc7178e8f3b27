/**
 * INV-13: for each task there is one sequential order of its operations that the table of states allows. An operation
 * may take effect at any line between its call and its answer, so this also sees what no two lines prove by themselves:
 * a report that was sent before, and took effect after, the task was given to somebody else.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { mayHaveHappened } from '../../history/calls.js';
import { keyOf, type Stories, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker, CheckResult } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { stateText } from './linear/machine.js';
import { operationsOf, operationText } from './linear/operations.js';
import { type Found, findOrder } from './linear/search.js';

/** Positions looked at for one task beyond one for each operation; tasks of scenarios need some dozens. */
const LIMIT = 50_000;

/** Every task's operations can be put in one legal order that agrees with what was seen. */
export const linearizable: Checker = {
  invariant: 'INV-13',
  name: 'linearizable',
  needs: 'fencing',
  check: (history, final) => checkWithin(history, final, LIMIT),
};

/** The check with another limit on each task's search. */
export function checkWithin(history: History, final: FinalState, limit: number): CheckResult {
  const accusations: Accusation[] = [];
  const undecided: string[] = [];
  for (const [story, found] of searches(history, final, limit)) {
    if (found.kind === 'no-order') accusations.push(accusationOf(story, found));
    if (found.kind === 'gave-up') undecided.push(story.id);
  }
  if (accusations.length === 0 && undecided.length > 0) {
    const because = `no order of task ${undecided[0]} was found or ruled out with ${limit} positions to spare`;
    return { result: 'unknown', because, gaveUp: true };
  }
  return judged(accusations, {
    exposure: orderedOperations(history),
    lacking: 'nothing was acknowledged of any task but its submission',
  });
}

function* searches(
  history: History,
  final: FinalState,
  limit: number,
): Iterable<readonly [TaskStory, Found]> {
  const stories = storiesOf(history);
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  const lostSweeps = stories.lostSweeps.map(({ invoke }) => invoke);
  const completions = firstCompletions(stories);
  for (const story of stories.tasks.values()) {
    const row = rows.get(story.id) ?? null;
    const duplicateFrom = duplicateLine(story, completions);
    const operations = operationsOf(story, { stories, row, duplicateFrom });
    yield [story, findOrder({ operations, lostSweeps, limit })];
  }
}

interface Completed {
  readonly task: string;
  readonly line: number;
}

/** By idempotency key: for each task of it, when a completion may first have made the others duplicates. */
function firstCompletions({ tasks }: Stories): ReadonlyMap<string, readonly Completed[]> {
  const byKey = new Map<string, Completed[]>();
  for (const story of tasks.values()) {
    const key = keyOf(story);
    const first = story.fenced.find((call) => call.op === 'complete' && mayHaveHappened(call));
    if (key === null || !first) continue;
    const same = byKey.get(key) ?? [];
    same.push({ task: story.id, line: first.invoke });
    byKey.set(key, same);
  }
  return byKey;
}

function duplicateLine(
  story: TaskStory,
  completions: ReadonlyMap<string, readonly Completed[]>,
): number | null {
  const others = (completions.get(keyOf(story) ?? '') ?? []).filter(({ task }) => task !== story.id);
  return others.length === 0 ? null : Math.min(...others.map(({ line }) => line));
}

function accusationOf(story: TaskStory, { at, positions }: Found & { kind: 'no-order' }): Accusation {
  const lines = [...positions.map(({ by }) => by), at].flatMap((one) => one?.line ?? []);
  const states = [...new Set(positions.map(({ state }) => stateText(state)))].join(' or ');
  const found =
    at.effect.kind === 'read'
      ? `the final read has it ${at.effect.row ? `${at.effect.row.status} after run ${at.effect.row.run}` : 'no more'}, but it can only be ${states}`
      : `${operationText(at)} was accepted, but in every order of what went before the task was ${states}`;
  return accusation(`task ${story.id}: ${found}`, lines);
}

/** Acknowledged operations beside submissions: each could have had no place in any order. */
function orderedOperations(history: History): number {
  let count = 0;
  for (const { claims, fenced, operators, sweeps } of storiesOf(history).tasks.values()) {
    const answered = [...fenced, ...operators].filter(({ outcome }) => outcome === 'ok');
    count += claims.length + answered.length + sweeps.length;
  }
  return count;
}
