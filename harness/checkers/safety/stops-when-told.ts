/**
 * Part of INV-14: whoever is told that its lease is lost stops its work. Until then nobody can say whether the task is
 * in other hands; from then on the work is in vain, and may collide with that of the next holder.
 */
import type { History } from '../../../gates/record/history.js';
import { type AnyCall, callsOf } from '../../history/calls.js';
import type { HandlerRun } from '../../history/handler-runs.js';
import { type Hindrance, isHindered } from '../../history/hindrances.js';
import { type Accusation, accusation } from '../judged.js';

/** A run, and the answer that told its worker. */
export interface ToldRun {
  readonly run: HandlerRun;
  readonly told: AnyCall;
}

/** Runs whose worker was told, while they went on, that their lease is lost. */
export function toldRuns(history: History, runs: readonly HandlerRun[]): readonly ToldRun[] {
  const refusals = new Map<string, AnyCall>();
  for (const call of callsOf(history)) {
    if (call.op !== 'heartbeat' || call.outcome !== 'fail' || call.code !== 'LEASE_LOST') continue;
    const key = keyOf(call.actor, call.args);
    if (!refusals.has(key)) refusals.set(key, call);
  }
  return runs.flatMap((run) => {
    const told = refusals.get(keyOf(run.actor, run));
    return told !== undefined && told.end > run.begin.line && told.end < endOf(run) ? [{ run, told }] : [];
  });
}

/** Those that went on for longer than a heartbeat after it, though nothing held their worker up. */
export function* workedOn(
  history: History,
  { told, hindrances }: { readonly told: readonly ToldRun[]; readonly hindrances: readonly Hindrance[] },
): Iterable<Accusation> {
  const { heartbeatMs } = history.header.knobs;
  const lastAt = history.ops.at(-1)?.at ?? 0;
  for (const { run, told: refusal } of told) {
    const { actor, task, fence, begin, end } = run;
    const longer = (end?.at ?? lastAt) - refusal.endedAt;
    const window = { actor, from: refusal.end, to: endOf(run) };
    if (longer <= heartbeatMs || isHindered(hindrances, window)) continue;
    yield accusation(
      `task ${task} was worked on by ${actor} with fence ${fence} for ${longer} ms after it was told that its lease is lost`,
      [begin.line, refusal.end],
    );
  }
}

function endOf({ end }: HandlerRun): number {
  return end?.line ?? Number.POSITIVE_INFINITY;
}

function keyOf(actor: string, { task, fence }: { readonly task: string; readonly fence: number }): string {
  return `${actor} ${fence} ${task}`;
}
