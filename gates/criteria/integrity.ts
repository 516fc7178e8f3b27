/**
 * RC-F1 and RC-F2: every run is replayed, and nothing is held against any of them. Simulated runs can only refute; the
 * exposure that proves comes from real runs alone, of the judged attempts. Controls take no part: they are meant to be
 * broken.
 */
import { type Docket, nextFor } from '../docket/docket.js';
import type { EarlierRun } from '../docket/earlier.js';
import type { CheckOf } from '../policy/checks.js';
import type { Accusation } from '../replay/accusation.js';
import type { Replayed } from '../replay/integrity.js';
import type { Run } from '../replay/run.js';
import type { CheckFinding, EvidenceRef, IntegrityLedger, NextAction, Reason } from '../verdict/verdict.js';
import { exposureReasons, finding, reason, scaled } from './finding.js';

/** One run that was replayed, with where it comes from. */
export interface ReplayedRun {
  readonly what: string;
  readonly real: 'real' | 'simulated';
  readonly replayed: Replayed;
  /** Null where there is a final state and no history. */
  readonly run: Run | null;
  readonly ref: EvidenceRef | null;
  readonly next: NextAction;
}

/** At most this many accusations are told as reasons; the rest is told as a number. */
const MOST_TOLD = 20;

/** Every run of the docket that was replayed. */
export function replayedRuns(docket: Docket): readonly ReplayedRun[] {
  const place = (id: string): Pick<ReplayedRun, 'ref' | 'next' | 'real' | 'what'> => {
    const collected = docket.items.get(id);
    if (collected === undefined) throw new Error(`the docket has a reading of ${id}, but no item`);
    const { item, attempt } = collected;
    const path = `${attempt}/record.json`;
    const sha256 = docket.collection.state.digests.get(path)?.sha256 ?? '';
    return {
      what: `${item.name} (${item.mode})`,
      real: item.mode === 'wallclock' ? 'real' : 'simulated',
      ref: { path, at: null, sha256 },
      next: { owner: item.owner, command: item.command, takesMs: item.takesMs },
    };
  };
  return [
    ...[...docket.e2e].map(([id, { replayed }]) => ({ ...place(id), replayed, run: null })),
    ...[...docket.scenarios].flatMap(([id, { reading }]) => {
      const at = place(id);
      return reading.runs.map(({ replayed, run, verdict }) => ({
        ...at,
        replayed,
        run,
        next: { ...at.next, command: verdict.replay },
      }));
    }),
    ...[...docket.soaks].map(([id, { replayed, run }]) => ({ ...place(id), replayed, run })),
  ];
}

/** Evaluates RC-F1's check. */
export function integrityReplay(check: CheckOf<'integrity.replay'>, docket: Docket): CheckFinding {
  const runs = replayedRuns(docket);
  const real = runs.filter((one) => one.real === 'real');
  const ledger = integrityLedger(runs, docket.earlier);
  const exposure = {
    transitions: { had: sum(real, transitionsOf), needed: scaled(check.exposure.transitions, docket) },
    crashes: { had: sum(real, killsIn), needed: scaled(check.exposure.crashes, docket) },
    concurrentWorkers: { had: Math.max(0, ...real.map(workersIn)), needed: check.minConcurrentWorkers },
  };
  const accused = [
    ...runs.flatMap((one) => against(one, one.replayed.accusations)),
    ...docket.earlier.flatMap((one) => against(one, one.accusations)),
  ];
  return finding(check, {
    measured: `${accused.length} violations in ${ledger.transitions} transitions of ${ledger.runs} runs`,
    limit: '0 duplicate completions, lost tasks, illegal transitions, or differences between log and state',
    exposure,
    evidence: runs.flatMap(({ ref }) => (ref === null ? [] : [ref])),
    reasons: [
      ...accused.slice(0, MOST_TOLD).map(accusationReason),
      ...exposureReasons(exposure, { what: 'data integrity', next: moreExposure(docket), evidence: null }),
    ],
  });
}

/** Evaluates RC-F2's check. */
export function guardrailEnforced(check: CheckOf<'guardrail.enforced'>, docket: Docket): CheckFinding {
  const runs = replayedRuns(docket);
  const real = runs.filter((one) => one.real === 'real');
  const exceeds = sum(real, ({ replayed }) => replayed.budget.hardExceeds);
  const blocked = sum(real, ({ replayed }) => replayed.budget.blocked);
  const exposure = { hardExceeds: { had: exceeds, needed: scaled(check.exposure.hardExceeds, docket) } };
  const accused = [
    ...runs.flatMap((one) => against(one, one.replayed.budget.accusations)),
    ...docket.earlier.flatMap((one) => against(one, one.guardrail)),
  ];
  return finding(check, {
    measured: `${blocked} of ${exceeds} hard exceeds blocked`,
    limit: 'all, and nothing runs after',
    exposure,
    evidence: real.flatMap(({ ref, replayed }) =>
      ref !== null && replayed.budget.hardExceeds > 0 ? [ref] : [],
    ),
    reasons: [
      ...accused.slice(0, MOST_TOLD).map(accusationReason),
      ...exposureReasons(exposure, { what: 'the guardrail', next: moreExposure(docket), evidence: null }),
    ],
  });
}

/** The tally over every run, simulated ones included; violations of earlier attempts are in it as well. */
export function integrityLedger(
  runs: readonly ReplayedRun[],
  earlier: readonly EarlierRun[],
): IntegrityLedger {
  const accusations = [
    ...runs.map(({ replayed }) => replayed.accusations),
    ...earlier.map((one) => one.accusations),
  ];
  const byState: Record<string, number> = {};
  for (const { replayed } of runs) {
    for (const [state, count] of Object.entries(replayed.byState))
      byState[state] = (byState[state] ?? 0) + count;
  }
  const count = (code: Accusation['code']): number =>
    accusations.flat().filter((one) => one.code === code).length;
  return {
    runs: runs.length,
    transitions: sum(runs, transitionsOf),
    enqueued: sum(runs, ({ replayed }) => replayed.enqueued),
    byState,
    duplicateCompletions: count('DUPLICATE_COMPLETION'),
    lostTasks: count('TASK_LOST'),
    illegalTransitions: count('ILLEGAL_TRANSITION'),
    logMismatches: count('DB_LOG_MISMATCH'),
  };
}

/** Where an accused run lies, for a reason. */
type Place = Pick<ReplayedRun, 'what' | 'ref' | 'next'>;

interface Against {
  readonly one: Place;
  readonly accusation: Accusation;
}

function against(one: Place, accusations: readonly Accusation[]): readonly Against[] {
  return accusations.map((accusation) => ({ one, accusation }));
}

function accusationReason({ one, accusation }: Against): Reason {
  const { code, invariant, because, witness } = accusation;
  const at = witness.length === 0 ? null : `history.jsonl lines ${witness.join(', ')}`;
  return reason(code, {
    because: `${one.what}, ${invariant}: ${because}`,
    measured: '1',
    limit: '0',
    evidence: one.ref === null ? null : { ...one.ref, at },
    next: one.next,
  });
}

/** What adds most chances to fail: the longest piece of real evidence that the profile asks for. */
function moreExposure({ items }: Docket): NextAction {
  const real = [...items.values()].map(({ item }) => item).filter(({ mode }) => mode === 'wallclock');
  const [longest] = real.sort((one, other) => other.takesMs - one.takesMs);
  return longest === undefined
    ? { owner: 'developers', command: 'npx gate plan', takesMs: null }
    : nextFor(longest);
}

function transitionsOf({ replayed }: ReplayedRun): number {
  return replayed.log.transitions;
}

function killsIn({ run }: ReplayedRun): number {
  return run?.faults.filter(({ fault }) => fault.kind === 'kill').length ?? 0;
}

/** Workers that won claims in one run; an incarnation is not a worker of its own. */
function workersIn({ run }: ReplayedRun): number {
  const won =
    run?.calls.filter((call) => call.op === 'claim' && call.outcome === 'ok' && call.value !== null) ?? [];
  return new Set(won.map(({ actor }) => actor.split('/')[0])).size;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
