/** The soak checks on one real run: how long it was watched, under what load, and whether its objectives were met. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf, Objective } from '../../policy/checks.js';
import { type Credit, creditedTime } from '../../readings/soak/credit.js';
import type { Sli } from '../../readings/soak/slis.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { TimeMode } from '../../record/record.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { lengthText, valueText } from '../../verdict/figure-text.js';
import { type Found, finding, lookUp, reason, scaled } from '../finding.js';

/** A soak run as a check finds it; `soak` is null when the evidence cannot be used. */
export interface FoundSoak {
  readonly found: Found;
  readonly soak: SoakReading | null;
}

/** Looks up a real soak run. */
export function realSoak(docket: Docket, name: string): FoundSoak {
  const found = lookUp(docket, { kind: 'soak-segment', name, mode: 'wallclock' });
  const soak = docket.soaks.get(found.id) ?? null;
  return { found, soak: found.reasons.length > 0 ? null : soak };
}

/** Enough credited wall-clock time, without a gap longer than is allowed. */
export function soakWallclock(check: CheckOf<'soak.wallclock'>, docket: Docket): CheckFinding {
  const { found, soak } = realSoak(docket, check.run);
  const limit = `${lengthText(check.credited)} of wall-clock time, no gap over ${lengthText(check.maxGap)}`;
  if (soak === null) return finding(check, { measured: 'no usable run', limit, reasons: found.reasons });
  const { creditedMs, longestGapMs } = creditOf(soak, docket);
  const reasons: Reason[] = [];
  const evidence = soak.refs.heartbeats;
  if (creditedMs < check.credited) {
    reasons.push(
      reason('SOAK_SHORT', {
        because: `${check.run} was watched for less wall-clock time than it needs`,
        measured: lengthText(creditedMs),
        limit: lengthText(check.credited),
        evidence,
        next: found.next,
      }),
    );
  }
  if (longestGapMs > check.maxGap) {
    reasons.push(
      reason('SOAK_GAP', {
        because: `${check.run} was not watched for longer than is allowed`,
        measured: lengthText(longestGapMs),
        limit: lengthText(check.maxGap),
        evidence,
        next: found.next,
      }),
    );
  }
  const measured = `${lengthText(creditedMs)} credited, longest gap ${lengthText(longestGapMs)}`;
  return finding(check, { measured, limit, evidence: [evidence], reasons });
}

/** The planned number of arrivals really arrived. */
export function soakLoad(check: CheckOf<'soak.load'>, docket: Docket): CheckFinding {
  const found = realSoak(docket, check.run);
  const limit = `${check.plannedArrivals} within ${check.maxDeviation * 100} %`;
  if (found.soak === null)
    return finding(check, { measured: 'no usable run', limit, reasons: found.found.reasons });
  return finding(check, {
    measured: `${arrivalsOf(found.soak)} arrivals`,
    limit,
    evidence: [found.soak.refs.history],
    reasons: loadReasons({ ...found, soak: found.soak }, check),
  });
}

/** How much of a run was watched. */
export function creditOf({ heartbeats, run }: SoakReading, { policy }: Docket): Credit {
  return creditedTime({ heartbeats, endedAtMs: run.lastAt }, policy.maxHeartbeatInterval);
}

/** Acknowledged submissions. */
export function arrivalsOf({ run }: SoakReading): number {
  return run.calls.filter((call) => call.op === 'enqueue' && call.outcome === 'ok').length;
}

/** Why a load is not the planned one. */
export function loadReasons(
  { found, soak }: FoundSoak & { readonly soak: SoakReading },
  { plannedArrivals, maxDeviation }: { readonly plannedArrivals: number; readonly maxDeviation: number },
): readonly Reason[] {
  const arrivals = arrivalsOf(soak);
  if (Math.abs(arrivals - plannedArrivals) <= maxDeviation * plannedArrivals) return [];
  return [
    reason('SOAK_LOAD_LOW', {
      because: `${soak.name} ran under another load than planned`,
      measured: `${arrivals} arrivals`,
      limit: `${plannedArrivals} within ${maxDeviation * 100} %`,
      evidence: soak.refs.history,
      next: found.next,
    }),
  ];
}

/** Every objective that decides is met, on enough samples. */
export function soakSlo(check: CheckOf<'soak.slo'>, docket: Docket): CheckFinding {
  const found = realSoak(docket, check.run);
  const limit = check.objectives
    .filter(({ decides }) => decides)
    .map(objectiveText)
    .join(', ');
  if (found.soak === null)
    return finding(check, { measured: 'no usable run', limit, reasons: found.found.reasons });
  const soak = found.soak;
  return finding(check, {
    measured: check.objectives
      .map(({ sli }) => `${sli} ${valueText(sli, sliOf(soak, sli).value)}`)
      .join(', '),
    limit,
    exposure: sampleExposure(soak, check.objectives, docket),
    evidence: [soak.refs.history],
    reasons: sloReasons({ ...found, soak }, { ...check, docket, mode: 'wallclock' }),
  });
}

interface SloTerms {
  readonly objectives: readonly Objective[];
  readonly missMeans: 'FAIL' | 'INCONCLUSIVE';
  readonly docket: Docket;
  readonly mode: TimeMode;
}

/** Why objectives are not met. A miss on too few samples is still a miss. */
export function sloReasons(
  { found, soak }: FoundSoak & { readonly soak: SoakReading },
  terms: SloTerms,
): readonly Reason[] {
  const missed = terms.missMeans === 'FAIL' ? 'SLO_VIOLATED' : 'SLO_MISSED_WITHOUT_ABORT';
  return terms.objectives.flatMap((objective): Reason[] => {
    const sli = sliOf(soak, objective.sli);
    const needed = samplesNeeded(objective, terms);
    const parts = { evidence: soak.refs.history, next: found.next, limit: objectiveText(objective) };
    if (!objective.decides) return [];
    if (sli.value === null || (sli.samples < needed && meets(sli, objective))) {
      const because = `${soak.name} has too few samples of ${objective.sli}`;
      const measured = `${sli.samples} samples`;
      return [reason('SLO_NO_DATA', { ...parts, because, measured, limit: `at least ${needed} samples` })];
    }
    if (meets(sli, objective)) return [];
    const because = `${soak.name} (${soak.mode}) missed its objective ${objective.id}`;
    return [reason(missed, { ...parts, because, measured: valueText(objective.sli, sli.value) })];
  });
}

/** A soak of the policy's own length has all its samples; only a profile that scales asks for fewer. */
function samplesNeeded({ minSamples }: Objective, { docket, mode }: SloTerms): number {
  return mode === 'simulated' ? minSamples : scaled(minSamples, docket);
}

/** Samples had and needed, by objective. */
export function sampleExposure(
  soak: SoakReading,
  objectives: readonly Objective[],
  docket: Docket,
): CheckFinding['exposure'] {
  const terms = { objectives, missMeans: 'FAIL', docket, mode: soak.mode } as const;
  return Object.fromEntries(
    objectives.map((objective) => [
      objective.id,
      { had: sliOf(soak, objective.sli).samples, needed: samplesNeeded(objective, terms) },
    ]),
  );
}

/** An indicator of a run; one the judge does not know has no data. */
function sliOf(soak: SoakReading, id: string): Sli {
  return soak.slis.get(id) ?? { value: null, samples: 0 };
}

/** Whether an indicator meets an objective. Null never does. */
export function meets({ value }: Sli, { op, value: limit }: Objective): boolean {
  if (value === null) return false;
  if (op === '>=') return value >= limit;
  return op === '<=' ? value <= limit : value === limit;
}

function objectiveText({ sli, op, value }: Objective): string {
  return `${sli} ${op} ${valueText(sli, value)}`;
}
