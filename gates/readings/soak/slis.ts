/**
 * Service-level indicators of a soak, from its raw history and its final state alone. No data gives null, and null
 * never satisfies an objective: silence is not success.
 */
import type { TaskRow } from '../../record/history.js';
import { isSkipped, type Replayed } from '../../replay/integrity.js';
import { byKey } from '../../replay/settlements.js';
import { completions } from '../../replay/stories.js';
import { quantile } from '../../stats/quantile.js';
import type { ReplayedRun } from '../run.js';
import { lossesIn } from './lost.js';
import { leaseRecoveries } from './recovery.js';

export interface SliTerms {
  /** Intended arrival of each planned task, ms from the start: latency counts from there. */
  readonly intendedAt: ReadonlyMap<string, number>;
  readonly recoverySlackMs: number;
}

/** One indicator as the judge computed it; null when there is nothing to compute it from. */
export interface Sli {
  readonly value: number | null;
  readonly samples: number;
}

/** One task that ended by work of its own. */
export interface EndedTask {
  readonly row: TaskRow;
  /** Ms since the start. */
  readonly endedAt: number;
  readonly latencyMs: number;
}

/** Computes every indicator, by id. */
export function soakSlis(soak: ReplayedRun, terms: SliTerms): ReadonlyMap<string, Sli> {
  const ended = endedTasks(soak, terms.intendedAt);
  const worked = soak.final.tasks.filter((row) => endedByWork(row, soak.replayed));
  const done = worked.filter(({ status }) => status === 'DONE').length;
  const recoveries = leaseRecoveries(soak, terms.recoverySlackMs);
  return new Map([
    ['tasks.success_ratio', ratio(done, worked.length)],
    ['tasks.lost_count', losses(soak)],
    ['task.end_to_end_p95', p95(ended)],
    ['task.first_run_p95', p95(ended.filter(({ row }) => row.run === 1))],
    ['task.retried_p95', p95(ended.filter(({ row }) => row.run === 2))],
    ['lease.recovery_ratio', ratio(recoveries.filter(({ inTime }) => inTime).length, recoveries.length)],
    ['exec.duplicate_count', duplicates(soak)],
    ['keys.duplicates_stopped_ratio', stoppedDuplicates(soak)],
    ['guardrail.blocked_ratio', ratio(soak.replayed.budget.blocked, soak.replayed.budget.hardExceeds)],
  ]);
}

/** Tasks that ended by their own work, with when and how long after their arrival. */
export function endedTasks(
  { run, final, replayed }: ReplayedRun,
  intendedAt: ReadonlyMap<string, number>,
): readonly EndedTask[] {
  const arrivedAt = new Map<string, number>();
  const endedAt = new Map<string, number>();
  for (const event of final.events) {
    if (event.to === null) continue;
    if (event.from === null) arrivedAt.set(event.task, event.at - run.header.startedAt);
    endedAt.set(event.task, event.at - run.header.startedAt);
  }
  return final.tasks.flatMap((row) => {
    const end = endedAt.get(row.task);
    const start = intendedAt.get(row.task) ?? arrivedAt.get(row.task);
    if (!endedByWork(row, replayed) || end === undefined || start === undefined) return [];
    return [{ row, endedAt: end, latencyMs: end - start }];
  });
}

/** DONE by work of its own, or FAILED with no retry to come. */
function endedByWork(row: TaskRow, { log }: Replayed): boolean {
  if (row.status === 'DONE') return !isSkipped(row, log);
  return row.status === 'FAILED' && row.availableAt === null;
}

function p95(ended: readonly EndedTask[]): Sli {
  return {
    value: quantile(
      ended.map(({ latencyMs }) => latencyMs),
      0.95,
    ),
    samples: ended.length,
  };
}

function ratio(good: number, samples: number): Sli {
  return { value: samples === 0 ? null : good / samples, samples };
}

function losses(soak: ReplayedRun): Sli {
  const { lost, acknowledged } = lossesIn(soak);
  return { value: lost === null || acknowledged === 0 ? null : lost.length, samples: acknowledged };
}

/** Work executed twice in the sense of the plan: a run after a lost lease is none. */
function duplicates({ replayed }: ReplayedRun): Sli {
  const samples = replayed.rows.size;
  const count = replayed.accusations.filter(({ code }) => code === 'DUPLICATE_COMPLETION').length;
  return { value: samples === 0 ? null : count, samples };
}

/** Of all submissions that repeated a key: how many led to no second completion of its work. */
function stoppedDuplicates({ replayed }: ReplayedRun): Sli {
  const repeated = [...byKey(replayed.stories).values()].filter((group) => group.length > 1);
  const extra = repeated.reduce((sum, group) => sum + group.length - 1, 0);
  const passed = repeated.reduce(
    (sum, group) => sum + Math.max(0, group.filter((story) => completions(story).length > 0).length - 1),
    0,
  );
  return ratio(extra - passed, extra);
}
