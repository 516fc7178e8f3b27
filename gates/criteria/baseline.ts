/** RC-A4: no slower than the last candidate that passed. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import { latencyBlocks } from '../readings/soak/latency-blocks.js';
import type { SoakReading } from '../readings/soak/soak.js';
import { BASELINE_FILE } from '../readings/track-files.js';
import { hodgesLehmann } from '../stats/interval.js';
import { median } from '../stats/quantile.js';
import type { CheckFinding, NextAction } from '../verdict/criterion-finding.js';
import { finding, reason } from './finding.js';
import { realSoak } from './soak/usable-soaks.js';

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
    const after = blockLatencies(soak);
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
function blockLatencies(soak: SoakReading): readonly number[] {
  return latencyBlocks(soak, BLOCKS).flatMap(({ latenciesMs }) => median(latenciesMs) ?? []);
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
