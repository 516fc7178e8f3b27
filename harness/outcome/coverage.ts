/**
 * Coverage marks: interesting states that a run really reached, counted from its history alone.
 * A run that never got there proves nothing, so scenarios name the marks they must see.
 */
import type { FinalState, History, TaskRow } from '../../gates/record/history.js';
import { type AnyCall, callsOf, precedes } from '../history/calls.js';
import { promisedUntil, writesWith } from '../history/holds.js';
import { acknowledged, type Claim, type Stories, storiesOf, type TaskStory } from '../history/stories.js';
import { expiriesSteppedBackAcross } from './clock-marks.js';
import { FAULT_MARKS, faultMarks } from './fault-marks.js';
import { KILL_MARKS, killMarks } from './kill-marks.js';
import { TASK_MARKS, taskMarks } from './task-marks.js';

export const MARKS = [
  /** Two claim calls of different actors overlapped while at least one task was runnable. */
  'claims-overlapped',
  /** A lease ran out under a holder that had not settled. */
  'lease-expired',
  /** A write with a lost lease was refused. */
  'stale-write-refused',
  /** An expired or failed task was put back for another run. */
  'requeued',
  /** A key was submitted again: while its first task was open; after it was done. */
  'duplicate-key-open',
  'duplicate-key-after-done',
  /** A report above the hard limit was answered BLOCK. */
  'hard-exceed-blocked',
  /** A report exactly at the hard limit was let through. */
  'hard-limit-allowed',
  /** A call was refused with BUSY. */
  'store-busy',
  /** A task used up its retries and failed for good. */
  'retries-exhausted',
  /** A task was done in its last allowed run. */
  'last-run-succeeded',
  /** Faults that were really injected. */
  'killed',
  'paused',
  'slowed',
  'clock-skewed',
  'clock-stepped',
  /** An actor's clock went back to before a held lease's end: it had run out by that clock, and was alive again. */
  'clock-stepped-back-across-expiry',
  ...TASK_MARKS,
  ...FAULT_MARKS,
  ...KILL_MARKS,
] as const;
export type CoverageMark = (typeof MARKS)[number];

export type Coverage = Readonly<Record<CoverageMark, number>>;

/** How often each mark was reached. */
export function coverage(history: History, final: FinalState): Coverage {
  const calls = callsOf(history);
  const { tasks } = storiesOf(history);
  const { hardTokens } = history.header.knobs;
  const end = endOf(history);
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  const stories = [...tasks.values()];
  const reports = stories.flatMap((story) => acknowledged(story, 'report'));
  const faults = history.ops.flatMap((op) => (op.type === 'fault-start' ? [op.fault.kind] : []));
  return {
    'claims-overlapped': overlappedClaims(calls),
    'lease-expired': sum(stories, (story) => expiredLeases(story, end)),
    'stale-write-refused': calls.filter((call) => call.outcome === 'fail' && call.code === 'LEASE_LOST')
      .length,
    requeued: sum(stories, ({ sweeps }) => sweeps.filter(({ moved }) => moved === 'requeued').length),
    ...repeatedKeys(calls, tasks),
    'hard-exceed-blocked': reports.filter(
      ({ args, value }) => args.tokens > hardTokens && value.action === 'BLOCK',
    ).length,
    'hard-limit-allowed': reports.filter(
      ({ args, value }) => args.tokens === hardTokens && value.action !== 'BLOCK',
    ).length,
    'store-busy': calls.filter((call) => call.outcome === 'fail' && call.code === 'BUSY').length,
    'retries-exhausted': final.tasks.filter(isExhausted).length,
    'last-run-succeeded': sum(stories, (story) => lastRunsCompleted(story, rows.get(story.id))),
    killed: faults.filter((kind) => kind === 'kill').length,
    paused: faults.filter((kind) => kind === 'pause').length,
    slowed: faults.filter((kind) => kind === 'slow').length,
    'clock-skewed': faults.filter((kind) => kind === 'clock-skew').length,
    'clock-stepped': faults.filter((kind) => kind === 'clock-step').length,
    'clock-stepped-back-across-expiry': expiriesSteppedBackAcross(history, stories),
    ...taskMarks(history),
    ...faultMarks(history),
    ...killMarks(history.ops),
  };
}

/** Claims that got a task while another actor's claim was open: at least one task was runnable then. */
function overlappedClaims(calls: readonly AnyCall[]): number {
  const claims = calls.filter((call) => call.op === 'claim');
  let overlapped = 0;
  for (const [position, claim] of claims.entries()) {
    const next = claims.slice(position + 1, position + 1 + MOST_ACTORS);
    for (const other of next.filter(({ invoke }) => invoke < claim.end)) {
      if (other.actor !== claim.actor && (hasTask(claim) || hasTask(other))) overlapped += 1;
    }
  }
  return overlapped;
}

/** An open call overlaps all that follow; so many neighbours are looked at and no more. */
const MOST_ACTORS = 64;

function hasTask(call: AnyCall): boolean {
  return call.op === 'claim' && call.outcome === 'ok' && call.value !== null;
}

/** Runs whose lease the system itself said was over, before anything settled them. */
function expiredLeases(story: TaskStory, end: number): number {
  return story.claims.filter((claim) => !isEnded(story, claim) && promisedUntil(story, claim) < end).length;
}

function isEnded(story: TaskStory, claim: Claim): boolean {
  const settled = writesWith(story, claim).some(
    (call) =>
      call.outcome === 'ok' &&
      (call.op === 'complete' ||
        call.op === 'fail' ||
        (call.op === 'report' && call.value.action === 'BLOCK')),
  );
  return settled || story.operators.some((call) => call.outcome === 'ok' && call.end > claim.invoke);
}

/** End of the history, ms since the epoch. */
function endOf({ header, ops }: History): number {
  return header.startedAt + (ops.at(-1)?.at ?? 0);
}

type KeyMarks = Pick<Coverage, 'duplicate-key-open' | 'duplicate-key-after-done'>;

function repeatedKeys(calls: readonly AnyCall[], tasks: Stories['tasks']): KeyMarks {
  const marks = { 'duplicate-key-open': 0, 'duplicate-key-after-done': 0 };
  const seen = new Map<string, TaskStory[]>();
  for (const call of calls) {
    if (call.op !== 'enqueue' || (call.outcome === 'fail' && call.code === 'BUSY')) continue;
    const key = call.args.task.idempotencyKey?.trim();
    const story = tasks.get(call.args.task.id);
    if (!key || !story) continue;
    const known = seen.get(key) ?? [];
    const done = known.some((one) =>
      acknowledged(one, 'complete').some((completion) => precedes(completion, call)),
    );
    if (known.length > 0) marks[done ? 'duplicate-key-after-done' : 'duplicate-key-open'] += 1;
    seen.set(key, [...known, story]);
  }
  return marks;
}

function isExhausted(row: TaskRow): boolean {
  return row.status === 'FAILED' && row.availableAt === null && row.retries >= row.maxRetries;
}

function lastRunsCompleted(story: TaskStory, row: TaskRow | undefined): number {
  if (!row) return 0;
  const fences = new Set(
    story.claims.filter(({ value }) => value.run === row.maxRetries + 1).map(({ value }) => value.fence),
  );
  return acknowledged(story, 'complete').filter(({ args }) => fences.has(args.fence)).length;
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
