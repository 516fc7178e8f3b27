/** A search over random faults, in simulation: it can refute a candidate and never prove one. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import type { FailedRun } from '../readings/exploration.js';
import type { CheckFinding, Reason } from '../verdict/criterion-finding.js';
import { earlierReasons } from './earlier-finds.js';
import { exposureReasons, type Found, finding, lookUp, reason } from './finding.js';

/** Enough plans of enough scenarios were played, and none of them failed. */
export function explorationClean(check: CheckOf<'exploration.clean'>, docket: Docket): CheckFinding {
  const found = lookUp(docket, { kind: 'exploration', name: check.name, mode: 'simulated' });
  const explored = docket.explorations.get(found.id);
  const limit = `no run fails, of at least ${check.plans} plans of ${check.scenarios} scenarios; SIMULATED`;
  if (found.reasons.length > 0 || explored === undefined) {
    return finding(check, { measured: 'no usable search', limit, reasons: found.reasons });
  }
  const exposure = {
    plans: { had: explored.plans, needed: check.plans },
    scenarios: { had: explored.scenarios, needed: check.scenarios },
    faults: { had: explored.faults, needed: check.faults },
    'kinds of faults': { had: explored.faultKinds, needed: check.faultKinds },
    invariants: { had: explored.invariants, needed: check.invariants },
  };
  const lacking = exposureReasons(exposure, { what: 'the search', next: found.next, evidence: explored.ref });
  return finding(check, {
    measured: `${explored.failed.length} of ${explored.plans} plans failed`,
    limit,
    exposure,
    evidence: [explored.ref],
    reasons: [
      ...explored.failed.map((one) => refutation('EXPLORATION_FAILED', one, found)),
      ...earlierReasons(docket, found, 'EXPLORATION_FAILED'),
      ...lacking,
    ],
  });
}

/** A failed run of the system as it is, as a reason with the line that plays it again. */
export function refutation(
  code: 'EXPLORATION_FAILED' | 'CORE_ACCUSED',
  { run, ref }: FailedRun,
  { next }: Found,
): Reason {
  const { scenario, seed, outcome, violations, problems, files } = run;
  const [first] = violations;
  const why = first === undefined ? problems[0] : `${first.invariant}, ${first.because}`;
  return reason(code, {
    because: `${scenario} with the faults of seed ${seed}: ${why ?? outcome}`,
    measured: outcome,
    limit: 'holds',
    evidence: ref,
    next: files === null ? next : { ...next, command: `npx gate scenario replay ${files}`, takesMs: null },
  });
}
