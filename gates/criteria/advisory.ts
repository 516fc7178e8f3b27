/**
 * The advisory criteria: simulated scenarios and soaks, regression against the last passed candidate, and green nights.
 * They are shown and never change the verdict; what a simulation refutes is blocking elsewhere.
 */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import { episodesOf } from '../readings/soak/confessed.js';
import { endedTasks } from '../readings/soak/slis.js';
import type { SoakReading } from '../readings/soak/soak.js';
import { BASELINE_FILE, NIGHTS_FILE } from '../readings/track-files.js';
import { hodgesLehmann } from '../stats/interval.js';
import { median } from '../stats/quantile.js';
import type { CheckFinding, NextAction, Reason } from '../verdict/verdict.js';
import { finding, lookUp, reason } from './finding.js';
import { proveOne } from './scenarios/proven.js';
import { loadReasons, realSoak, sampleExposure, sloReasons } from './soak/checks.js';

/** Evaluates RC-A3: what was simulated holds, its controls are caught, and the virtual soaks meet their objectives. */
export function soakSimHealthy(check: CheckOf<'soakSim.healthy'>, docket: Docket): CheckFinding {
  const proofs = check.scenarios.map((need) => proveOne(need, { docket, mode: 'simulated' }));
  const soaks = check.runs.map((run) => simulatedSoak(run, { check, docket }));
  const reasons = [...proofs.flatMap((proof) => proof.reasons), ...soaks.flatMap((soak) => soak.reasons)];
  const good = [...proofs, ...soaks].filter((one) => one.reasons.length === 0).length;
  return finding(check, {
    measured: `${good} of ${proofs.length + soaks.length} simulated runs are good`,
    limit: 'all; SIMULATED, so it is a warning and no proof',
    exposure: Object.assign(
      {},
      ...proofs.map(({ exposure }) => exposure),
      ...soaks.map(({ exposure }) => exposure),
    ),
    evidence: [...proofs, ...soaks].flatMap(({ found }) => (found.record === null ? [] : [found.record])),
    reasons,
  });
}

type SimRun = CheckOf<'soakSim.healthy'>['runs'][number];

function simulatedSoak(
  { run, plannedArrivals, objectives }: SimRun,
  { check, docket }: { readonly check: CheckOf<'soakSim.healthy'>; readonly docket: Docket },
) {
  const found = lookUp(docket, { kind: 'soak-sim', name: run, mode: 'simulated' });
  const soak = docket.soaks.get(found.id);
  if (found.reasons.length > 0 || soak === undefined) return { found, exposure: {}, reasons: found.reasons };
  const episodes = episodesOf(soak, docket.policy).map(
    ({ id, says }): Reason =>
      reason('ABORT_EPISODE', {
        because: `${run} (simulated) met ${id}: ${says}`,
        measured: '1 episode',
        limit: 'none',
        evidence: soak.refs.history,
        next: found.next,
      }),
  );
  const reasons = [
    ...loadReasons({ found, soak }, { plannedArrivals, maxDeviation: check.maxDeviation }),
    ...sloReasons({ found, soak }, { objectives, missMeans: 'FAIL', docket, mode: 'simulated' }),
    ...episodes,
  ];
  const exposure = Object.fromEntries(
    Object.entries(sampleExposure(soak, objectives, docket)).map(([name, had]) => [`${run} ${name}`, had]),
  );
  return { found, exposure, reasons };
}

/** Evaluates RC-A4: no worse than the last candidate that passed, by more than the margin. */
export function baselineNonInferior(check: CheckOf<'baseline.nonInferior'>, docket: Docket): CheckFinding {
  const next: NextAction = { owner: 'ci', command: 'npx gate rc --profile full', takesMs: null };
  const { baseline } = docket.track;
  const limit = `within ${check.margin * 100} % of the last passed candidate`;
  const none = (because: string): CheckFinding =>
    finding(check, {
      measured: 'nothing to compare with',
      limit,
      reasons: [
        reason('NO_BASELINE', {
          because,
          measured: 'no baseline',
          limit: BASELINE_FILE,
          evidence: null,
          next,
        }),
      ],
    });
  if (baseline === null) return none('there is nothing to compare with: no candidate has passed yet');
  if (!baseline.ok) return none(`the baseline cannot be read: ${baseline.problem}`);
  const known = baseline.value.runs;
  const soaks = docket.profile.soaks.flatMap((name) => realSoak(docket, name).soak ?? []);
  const compared = soaks.flatMap((soak) => {
    const before = Object.hasOwn(known, soak.name) ? known[soak.name] : undefined;
    const after = blockLatencies(soak, BLOCKS);
    if (before === undefined || Math.min(before.latencyMs.length, after.length) < check.minBlocks) return [];
    return [compare({ soak, before: before.latencyMs, after, margin: check.margin, next })];
  });
  if (compared.length === 0) return none('the baseline has no run that can be compared with these');
  return finding(check, {
    measured: compared.map(({ text }) => text).join(', '),
    limit,
    reasons: compared.flatMap(({ reasons }) => reasons),
  });
}

/** A run is cut into this many blocks of equal length. */
const BLOCKS = 24;

/** Median latencies of the blocks of a run. */
function blockLatencies(soak: SoakReading, blocks: number): readonly number[] {
  const length = Math.max(1, soak.run.lastAt) / blocks;
  const byBlock = new Map<number, number[]>();
  for (const { endedAt, latencyMs } of endedTasks(soak, soak.intendedAt)) {
    const block = Math.min(blocks - 1, Math.floor(endedAt / length));
    byBlock.set(block, [...(byBlock.get(block) ?? []), latencyMs]);
  }
  return [...byBlock.entries()].sort(([a], [b]) => a - b).flatMap(([, values]) => median(values) ?? []);
}

interface Comparison {
  readonly soak: SoakReading;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly margin: number;
  readonly next: NextAction;
}

function compare({ soak, before, after, margin, next }: Comparison) {
  const shift = hodgesLehmann(before, after);
  const level = median(before) ?? 0;
  const share = (ms: number): string => `${((ms / level) * 100).toFixed(1)} %`;
  if (shift === null || level <= 0) return { text: `${soak.name} unknown`, reasons: [] };
  const measured = `${share(shift.estimate)} (${share(shift.low)} to ${share(shift.high)})`;
  const text = `${soak.name} latency ${measured}`;
  if (shift.high <= margin * level) return { text, reasons: [] };
  const certain = shift.low > margin * level;
  const because = `${soak.name} ${certain ? 'is' : 'may be'} slower than the last candidate that passed`;
  const parts = { because, measured, limit: `${margin * 100} %`, evidence: soak.refs.history, next };
  return { text, reasons: [reason(certain ? 'REGRESSION' : 'REGRESSION_UNPROVEN', parts)] };
}

/** Evaluates RC-A5: the latest nights of this very commit were green, one after the other. */
export function trendConsecutive(check: CheckOf<'trend.consecutive'>, docket: Docket): CheckFinding {
  const next: NextAction = { owner: 'ci', command: 'npx gate rc --profile nightly', takesMs: null };
  const limit = `${check.count} nights in a row`;
  const { nights } = docket.track;
  const { gitCommit } = docket.collection.state.candidate;
  const unread = nights?.ok === false ? `: ${nights.problem}` : '';
  if (nights === null || !nights.ok) {
    const because = `there is no readable record of nights at ${NIGHTS_FILE}${unread}`;
    const missing = reason('TREND_MISSING', { because, measured: 'no record', limit, evidence: null, next });
    return finding(check, { measured: 'no record', limit, reasons: [missing] });
  }
  const own = nights.value.filter((night) => night.gitCommit === gitCommit);
  const lastBad = own.findLastIndex(({ verdict }) => verdict !== 'NIGHTLY_OK');
  const green = own.length - 1 - lastBad;
  const because = 'this commit has not been green for enough nights in a row';
  const measured = `${green} nights`;
  const reasons =
    green >= check.count
      ? []
      : [reason('TREND_NOT_GREEN', { because, measured, limit, evidence: null, next })];
  return finding(check, { measured, limit, reasons });
}
