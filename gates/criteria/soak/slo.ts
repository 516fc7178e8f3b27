/** RC-P3 and RC-P4: the objectives of a soak, on enough samples. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf, Objective } from '../../policy/checks.js';
import type { Sli } from '../../readings/soak/slis.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { TimeMode } from '../../record/record.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { valueText } from '../../verdict/figure-text.js';
import { finding, reason, scaled } from '../finding.js';
import { type FoundSoak, realSoak } from './usable-soaks.js';

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
