/** Coverage marks of tasks and of who asked for them: refusals by what was refused, and turns seldom taken. */
import type { History } from '../../gates/record/history.js';
import { type AnyCall, callsOf, isOk, precedes } from '../history/calls.js';
import { promisedUntil, writesWith } from '../history/holds.js';
import { acknowledged, type Claim, storiesOf, type TaskStory } from '../history/stories.js';

export const TASK_MARKS = [
  /** Of the writes with a lost lease that were refused: which call it was. */
  'stale-heartbeat-refused',
  'stale-report-refused',
  'stale-completion-refused',
  'stale-failure-refused',
  /** A report came for a task whose completion was acknowledged. */
  'report-after-completion',
  /** An operator took a task whose lease was alive. */
  'taken-by-operator',
  /** A sweep gave a task up for good. */
  'given-up-by-sweep',
  /** A task was claimed after the longest backoff there is. */
  'backoff-at-its-cap',
  /** A worker that had been restarted under its name got a task. */
  'restarted-worker-claimed',
] as const;
type TaskMark = (typeof TASK_MARKS)[number];

const STALE = {
  heartbeat: 'stale-heartbeat-refused',
  report: 'stale-report-refused',
  complete: 'stale-completion-refused',
  fail: 'stale-failure-refused',
} as const;

/** How often each mark was reached. */
export function taskMarks(history: History): Readonly<Record<TaskMark, number>> {
  const marks = Object.fromEntries(TASK_MARKS.map((mark) => [mark, 0])) as Record<TaskMark, number>;
  for (const call of callsOf(history)) {
    const mark = staleMark(call);
    if (mark !== undefined) marks[mark] += 1;
  }
  const { backoffMs } = history.header.knobs;
  for (const story of storiesOf(history).tasks.values()) {
    marks['report-after-completion'] += lateReports(story);
    marks['taken-by-operator'] += takenByOperator(history, story);
    marks['given-up-by-sweep'] += story.sweeps.filter(({ moved }) => moved === 'exhausted').length;
    marks['backoff-at-its-cap'] += story.claims.filter(({ value }) => value.run > backoffMs.length).length;
    marks['restarted-worker-claimed'] += story.claims.filter(isOfRestarted).length;
  }
  return marks;
}

function staleMark(call: AnyCall): TaskMark | undefined {
  if (call.outcome !== 'fail' || call.code !== 'LEASE_LOST') return undefined;
  return (STALE as Readonly<Record<string, TaskMark>>)[call.op];
}

function lateReports(story: TaskStory): number {
  const completions = acknowledged(story, 'complete');
  return story.fenced.filter(
    (call) => call.op === 'report' && completions.some((completion) => precedes(completion, call)),
  ).length;
}

function takenByOperator(history: History, story: TaskStory): number {
  const taking = story.operators.filter(isOk);
  return taking.filter((call) => story.claims.some((claim) => isHeldAt(history, { story, claim }, call)))
    .length;
}

/** Whether the claim was there before the call, its lease alive, and nothing had settled it. */
function isHeldAt(
  { header }: History,
  { story, claim }: { readonly story: TaskStory; readonly claim: Claim },
  call: { readonly invoke: number; readonly invokedAt: number },
): boolean {
  if (!precedes(claim, call) || promisedUntil(story, claim) <= header.startedAt + call.invokedAt)
    return false;
  return !writesWith(story, claim).some(
    (write) => (write.op === 'complete' || write.op === 'fail') && isOk(write) && write.invoke < call.invoke,
  );
}

/** The second incarnation of an actor, or a later one: `w1/2`. */
function isOfRestarted({ actor }: Claim): boolean {
  return Number(actor.split('/')[1] ?? 1) > 1;
}
