/**
 * The indicators of a soak run, from the ledger of its history and the state the system ended in. Pure.
 * No data gives null, and null never satisfies an objective: silence is not success.
 */
import type { FinalState, SystemEvent, TaskRow } from '../../gates/record/history.js';
import type { Account } from '../ledger/account.js';
import type { LeaseExpiry, RetryReason } from '../ledger/books.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Objective, SliId } from '../plan/profile.js';
import { type Quantiles, quantiles } from './quantile.js';

/** How long a watchdog may take beyond its interval to put back a task whose lease ran out, ms. */
const RECOVERY_GRACE_MS = 5_000;

/** One indicator: its value, null without data, and how many samples it rests on. */
export interface Sli {
  readonly value: number | null;
  readonly samples: number;
}

/** All indicators of a run. Lengths in ms. */
export interface Slis {
  readonly values: Readonly<Record<SliId, Sli>>;
  /** End-to-end latency from the intended arrival to DONE or final FAILED. */
  readonly latency: {
    readonly overall: Quantiles;
    readonly byRuns: readonly (Quantiles & { readonly runs: number })[];
    /** Tasks that ended, but whose end nobody saw; they have no latency. */
    readonly unmeasured: number;
  };
  readonly retries: Readonly<Record<RetryReason, number>>;
  readonly skipped: number;
  readonly staleWritesRefused: number;
  readonly busy: number;
}

/** What the indicators are computed from. */
export interface SliSource {
  /** Of the whole history. */
  readonly ledger: Ledger;
  readonly final: FinalState;
  /** Intended arrival of a task, ms from the start; absent: its first submission. */
  readonly intendedAt?: ReadonlyMap<string, number>;
}

interface Ended {
  readonly account: Account;
  readonly row: TaskRow;
}

/** Computes every indicator. */
export function computeSlis(source: SliSource): Slis {
  const { ledger } = source;
  const rows = new Map(source.final.tasks.map((row) => [row.task, row]));
  const accounts = [...ledger.books.accounts.values()];
  const ended = accounts.flatMap((account): Ended[] => {
    const row = rows.get(account.task);
    return row !== undefined && endedByItself(row) ? [{ account, row }] : [];
  });
  const latencies = measured(ended, source);
  const overall = quantiles(latencies.map(({ ms }) => ms));
  const { books } = ledger;
  return {
    values: {
      'tasks.success_ratio': ratioOf(ended, ({ row }) => row.status === 'DONE'),
      'tasks.recovery_ratio': ratioOf(
        ended.filter(({ account }) => account.troubled),
        ({ row }) => row.status === 'DONE',
      ),
      'tasks.lost_count': counted(accounts, (account) => lost(account, rows.get(account.task))),
      'task.end_to_end_p95': { value: overall.p95, samples: overall.samples },
      'exec.duplicate_count': {
        value: accounts.length === 0 ? null : books.doubles.length,
        samples: accounts.length,
      },
      'lease.recovery_ratio': leaseRecovery(source),
      'keys.duplicates_stopped_ratio': duplicatesStopped(accounts, rows),
      'guardrail.blocked_ratio': exceedsBlocked(ledger, rows),
    },
    latency: { overall, byRuns: byRuns(latencies), unmeasured: ended.length - latencies.length },
    retries: books.retries,
    skipped: source.final.tasks.filter(skipped).length,
    staleWritesRefused: ledger.staleWritesRefused,
    busy: ledger.busy,
  };
}

/** Whether an indicator meets an objective. Null never does. */
export function meets(value: number | null, { op, value: limit }: Objective): boolean {
  if (value === null) return false;
  if (op === '>=') return value >= limit;
  return op === '<=' ? value <= limit : value === limit;
}

/** DONE by work of its own, or FAILED with no retry to come. */
function endedByItself(row: TaskRow): boolean {
  return (row.status === 'DONE' && !skipped(row)) || (row.status === 'FAILED' && row.availableAt === null);
}

/** DONE without a run of its own, as the duplicate of another task. */
function skipped(row: TaskRow): boolean {
  return row.status === 'DONE' && ((row.duplicateOf ?? null) !== null || row.run === 0);
}

/** Acknowledged, and after the drain neither ended nor waiting for a person. */
function lost({ acknowledged }: Account, row: TaskRow | undefined): boolean {
  if (!acknowledged) return false;
  return row === undefined || !(row.status === 'DONE' || row.status === 'BLOCKED' || endedByItself(row));
}

interface Latency {
  readonly runs: number;
  readonly ms: number;
}

function measured(ended: readonly Ended[], source: SliSource): readonly Latency[] {
  const lastChange = new Map<string, number>();
  for (const { task, to, at } of source.final.events) if (to !== null) lastChange.set(task, at);
  return ended.flatMap(({ account, row }) => {
    const seenByEvents = lastChange.get(row.task);
    const settledAt =
      account.settledAt ??
      (seenByEvents === undefined ? null : seenByEvents - source.ledger.books.terms.startedAt);
    const arrivedAt = source.intendedAt?.get(row.task) ?? account.submittedAt;
    return settledAt === null ? [] : [{ runs: row.run, ms: settledAt - arrivedAt }];
  });
}

function byRuns(latencies: readonly Latency[]): readonly (Quantiles & { runs: number })[] {
  const groups = new Map<number, number[]>();
  for (const { runs, ms } of latencies) {
    const group = groups.get(runs);
    if (group === undefined) groups.set(runs, [ms]);
    else group.push(ms);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([runs, group]) => ({ runs, ...quantiles(group) }));
}

function leaseRecovery({ ledger: { books, lastLineAt }, final }: SliSource): Sli {
  const { startedAt, knobs } = books.terms;
  const boundMs = knobs.sweepMs + RECOVERY_GRACE_MS;
  const unseen = [...books.accounts.values()].flatMap(({ task, holder }): LeaseExpiry[] =>
    holder === null || holder.releasing || holder.until > lastLineAt
      ? []
      : [{ task, run: holder.run, until: holder.until, recoveredAt: null }],
  );
  const left = leftInProgress(final.events, startedAt);
  return ratioOf([...books.expiries, ...unseen], ({ task, run, until, recoveredAt }) => {
    const at = recoveredAt ?? left.get(`${task}/${run}`) ?? null;
    return at !== null && at <= until + boundMs;
  });
}

/** When each run left IN_PROGRESS by the system's own account: for the few whose watchdog's answer was lost. */
function leftInProgress(events: readonly SystemEvent[], startedAt: number): ReadonlyMap<string, number> {
  return new Map(
    events
      .filter(({ from, to }) => from === 'IN_PROGRESS' && to !== null && to !== 'IN_PROGRESS')
      .map(({ task, run, at }) => [`${task}/${run}`, at - startedAt]),
  );
}

/** Of all submissions that repeated a key: how many led to no second completion of its work. */
function duplicatesStopped(accounts: readonly Account[], rows: ReadonlyMap<string, TaskRow>): Sli {
  const works = new Map<string, Account[]>();
  for (const account of accounts) {
    if (account.acknowledged) works.set(account.work, [...(works.get(account.work) ?? []), account]);
  }
  const repeated = [...works.values()].filter((tasks) => tasks.length > 1);
  const extra = repeated.reduce((sum, tasks) => sum + tasks.length - 1, 0);
  const passed = repeated.reduce((sum, tasks) => sum + Math.max(0, tasks.filter(worked).length - 1), 0);
  return { value: extra === 0 ? null : (extra - passed) / extra, samples: extra };

  function worked({ task, completedAtLine }: Account): boolean {
    const row = rows.get(task);
    return completedAtLine !== null || (row !== undefined && row.status === 'DONE' && !skipped(row));
  }
}

/** Of all tasks whose report was above the hard limit: how many were answered BLOCK, stayed so and ran no further. */
function exceedsBlocked({ books }: Ledger, rows: ReadonlyMap<string, TaskRow>): Sli {
  const bypassed = new Set(books.bypasses.map(({ task }) => task));
  return ratioOf(
    [...books.accounts.values()].filter(({ exceeded }) => exceeded),
    ({ task, blockedAtLine }) =>
      !bypassed.has(task) && (blockedAtLine === null || rows.get(task)?.status === 'BLOCKED'),
  );
}

function ratioOf<Item>(items: readonly Item[], good: (item: Item) => boolean): Sli {
  const samples = items.length;
  return { value: samples === 0 ? null : items.filter(good).length / samples, samples };
}

function counted<Item>(items: readonly Item[], bad: (item: Item) => boolean): Sli {
  const samples = items.length;
  return { value: samples === 0 ? null : items.filter(bad).length, samples };
}
