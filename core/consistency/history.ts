/**
 * One task's history held to the rules, one event at a time: each step starts where the one before ended and is in
 * the table, work is done once, and nothing goes on after a BLOCK of its run. Pure.
 */
import type { EventType, TaskEvent } from '../task/event.js';
import type { EventSeq } from '../task/task.js';
import { mayMove } from '../task/transitions.js';
import { type Replayed, replayedAfter, startsFrom } from './replay.js';

/** What is known of a task after some of its events. */
export interface History {
  readonly state: Replayed;
  readonly lastEvent: EventSeq;
  /** Runs since its retry budget was granted, by its arrival or by a reset, without those handed back. */
  readonly runs: number;
  /** The most there ever were of one budget. */
  readonly mostRuns: number;
  /** The run that the guardrail blocked last, or null. */
  readonly blockedRun: number | null;
  /** What is wrong with the events so far. */
  readonly findings: readonly string[];
}

/** What may grant a whole retry budget anew. */
const GRANTING: readonly EventType[] = ['replan', 'imported'];
/** What may still be written about a task that is DONE. */
const AFTER_DONE: readonly EventType[] = ['guardrail', 'stale_write_rejected', 'transition_rejected'];

/** The history after one more event of the same task; null is one that has not begun. */
export function continued(before: History | null, event: TaskEvent): History {
  const runs = runsAfter(before?.runs ?? 0, event);
  const blocked =
    event.type === 'guardrail' && event.data['action'] === 'BLOCK' && event.data['applied'] === true;
  const problems = problemsOf(before, event).map((says) => `event ${event.seq} of ${event.taskId} ${says}`);
  return {
    state: replayedAfter(before?.state ?? null, event),
    lastEvent: event.seq,
    runs,
    mostRuns: Math.max(before?.mostRuns ?? 0, runs),
    blockedRun: blocked ? event.run : (before?.blockedRun ?? null),
    findings: [...(before?.findings ?? []), ...problems],
  };
}

function runsAfter(runs: number, { type, data }: TaskEvent): number {
  if (type === 'picked') return runs + 1;
  if (type === 'lease_released') return runs - 1;
  return GRANTING.includes(type) && data['attempts'] === 'reset' ? 0 : runs;
}

function problemsOf(before: History | null, event: TaskEvent): readonly string[] {
  const { type, from, to, at, run } = event;
  const state = before?.state ?? null;
  const problems: string[] = [];
  if (!startsFrom(state, event)) {
    problems.push(`starts from ${from ?? 'nothing'}, the task was ${state?.status ?? 'nothing'}`);
  }
  if (to !== null && !mayMove(from, to))
    problems.push(`moves from ${from ?? 'nothing'} to ${to}, which is no step`);
  if (state?.status === 'DONE' && !AFTER_DONE.includes(type))
    problems.push(`is ${type} after the task was DONE`);
  if (type === 'picked' && state !== null && at < (state.availableAt ?? at)) {
    problems.push(`is a claim at ${at}, before ${state.availableAt}`);
  }
  if (type === 'picked' && run !== (state?.run ?? 0) + 1)
    problems.push(`is run ${run} after run ${state?.run ?? 0}`);
  if ((type === 'done' || type === 'lease_renewed') && run === before?.blockedRun)
    problems.push(`is ${type} of run ${run}, which the guardrail blocked`);
  return problems;
}
