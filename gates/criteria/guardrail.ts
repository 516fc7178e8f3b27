/** RC-F2: every hard exceed was blocked and nothing ran after, in any run; the chances that prove are of real runs. */
import type { Docket } from '../docket/docket.js';
import { placedRuns } from '../docket/placed-runs.js';
import type { CheckOf } from '../policy/checks.js';
import type { CheckFinding } from '../verdict/criterion-finding.js';
import { accusationReasons, against, moreExposure } from './accused-runs.js';
import { exposureReasons, finding, scaled } from './finding.js';

/** Evaluates RC-F2's check. */
export function guardrailEnforced(check: CheckOf<'guardrail.enforced'>, docket: Docket): CheckFinding {
  const runs = placedRuns(docket);
  const real = runs.filter((one) => one.real === 'real');
  const budgets = real.map(({ replayed }) => replayed.budget);
  const exceeds = budgets.reduce((sum, { hardExceeds }) => sum + hardExceeds, 0);
  const blocked = budgets.reduce((sum, one) => sum + one.blocked, 0);
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
      ...accusationReasons(accused),
      ...exposureReasons(exposure, { what: 'the guardrail', next: moreExposure(docket), evidence: null }),
    ],
  });
}
