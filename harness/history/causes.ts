/**
 * Who may have made a step of a task: which calls ask for such a step, and whether any of them may have been carried
 * out. A call whose answer was lost may have, and so may a claim or a sweep of which nobody knows what it met.
 */
import type { FinalState, History, TaskRow, TaskStatus } from '../../gates/record/history.js';
import { type AnyCall, mayHaveHappened } from './calls.js';
import { clockSlackMs } from './holds.js';
import { type FencedCall, runOf, type Stories, storiesOf, type TaskStory } from './stories.js';

/** A task came from one state into another, in a run. */
export interface Step {
  readonly task: string;
  /** Null: there was no such task before. */
  readonly from: TaskStatus | null;
  readonly to: TaskStatus;
  readonly run: number;
  /** By the system's clock, on the run's; null when nothing tells. */
  readonly at: number | null;
}

/** What the causes of a step are looked for in. */
interface Known {
  readonly history: History;
  readonly story: TaskStory;
}

/** The steps a system's own log tells of; where it keeps no log, those that led to the ends its rows show. */
export function stepsOf({ header }: History, { events, tasks }: FinalState): readonly Step[] {
  if (events.length === 0) return tasks.filter(({ status }) => isEnd(status)).map(lastStep);
  return events.flatMap(({ task, from, to, run, at }) =>
    to === null ? [] : [{ task, from, to, run, at: at - header.startedAt }],
  );
}

/** Whether a task in that state is over, for now at least. */
export function isEnd(status: TaskStatus): boolean {
  return status === 'DONE' || status === 'FAILED' || status === 'BLOCKED';
}

/** A task with a key may be done without a run, as a duplicate. */
function lastStep({ task, status, run, idempotencyKey }: TaskRow): Step {
  const from = status === 'DONE' && idempotencyKey !== null ? 'PENDING' : 'IN_PROGRESS';
  return { task, from, to: status, run, at: null };
}

/** Whether some call may have made the step. */
export function isExplained(step: Step, known: Known): boolean {
  const { claims, sweeps } = known.story;
  return (
    asking(step, known).some(mayHaveHappened) ||
    claims.some(({ value }) => step.to === 'IN_PROGRESS' && value.run === step.run) ||
    sweeps.some(({ moved }) => step.to === (moved === 'requeued' ? 'PENDING' : 'FAILED')) ||
    isByAnUnheardCall(step, storiesOf(known.history))
  );
}

export type RefusedCall = Extract<AnyCall, { outcome: 'fail' }>;

export function isRefused(call: AnyCall): call is RefusedCall {
  return call.outcome === 'fail';
}

/** The refused call that asks for such a step and was open when the step was made, or null: nobody was told no. */
export function refusedFor(step: Step, known: Known): RefusedCall | null {
  const named = asking(step, known);
  const unnamed = storiesOf(known.history).turnedAway.filter((call) => isOfAnyTask(call, step));
  const slackMs = clockSlackMs(known.history);
  const wasOpen = ({ invokedAt, endedAt }: RefusedCall) =>
    step.at === null || (invokedAt - slackMs <= step.at && step.at <= endedAt + slackMs);
  return [...named, ...unnamed].filter(isRefused).find(wasOpen) ?? null;
}

/** The calls that name the task and ask for such a step, however they ended. */
function asking(step: Step, { history, story }: Known): readonly AnyCall[] {
  const { hardTokens } = history.header.knobs;
  const fenced = story.fenced.filter(
    (call) => asksFor(call, step, hardTokens) && (runOf(story, call.args.fence) ?? step.run) === step.run,
  );
  const operated = step.to === 'BLOCKED' || step.to === 'PENDING' ? story.operators : [];
  return [...(step.from === null ? story.enqueues : []), ...fenced, ...operated];
}

/**
 * A system without a visible wait for the retry puts a failed task back at once. A task that is done while it waits is
 * a duplicate, which nobody completed.
 */
function asksFor(call: FencedCall, { from, to }: Step, hardTokens: number): boolean {
  switch (call.op) {
    case 'complete':
      return to === 'DONE' && from !== 'PENDING';
    case 'fail':
      return to === 'FAILED' || to === 'PENDING';
    case 'report':
      return to === 'BLOCKED' && call.args.tokens > hardTokens;
    case 'heartbeat':
      return false;
  }
}

function isByAnUnheardCall(step: Step, { ghosts, lostSweeps }: Stories): boolean {
  return (step.to === 'IN_PROGRESS' && ghosts.length > 0) || (isOfSweeps(step) && lostSweeps.length > 0);
}

function isOfAnyTask({ op }: AnyCall, step: Step): boolean {
  return op === 'claim' ? step.to === 'IN_PROGRESS' : op === 'sweep' && isOfSweeps(step);
}

function isOfSweeps({ from, to }: Step): boolean {
  return (from === 'IN_PROGRESS' || from === 'FAILED') && (to === 'PENDING' || to === 'FAILED');
}
