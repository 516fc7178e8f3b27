/** RC-P3 and RC-P4: a soak ran under the load that was planned. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import { arrivalsIn } from '../../readings/soak/arrivals.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { finding, reason } from '../finding.js';
import { type FoundSoak, realSoak } from './usable-soaks.js';

/** The planned number of arrivals really arrived. */
export function soakLoad(check: CheckOf<'soak.load'>, docket: Docket): CheckFinding {
  const found = realSoak(docket, check.run);
  const limit = `${check.plannedArrivals} within ${check.maxDeviation * 100} %`;
  if (found.soak === null)
    return finding(check, { measured: 'no usable run', limit, reasons: found.found.reasons });
  return finding(check, {
    measured: `${arrivalsIn(found.soak.run)} arrivals`,
    limit,
    evidence: [found.soak.refs.history],
    reasons: loadReasons({ ...found, soak: found.soak }, check),
  });
}

/** Why a load is not the planned one. */
export function loadReasons(
  { found, soak }: FoundSoak & { readonly soak: SoakReading },
  { plannedArrivals, maxDeviation }: { readonly plannedArrivals: number; readonly maxDeviation: number },
): readonly Reason[] {
  const arrivals = arrivalsIn(soak.run);
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
