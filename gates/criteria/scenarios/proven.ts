/** RC-P5 and RC-A2: each required scenario was reproduced and mitigated, and its control was rejected. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf, ScenarioNeed } from '../../policy/checks.js';
import type { Charge } from '../../readings/scenario/charges.js';
import type { ScenarioJudgement } from '../../readings/scenario/judgement.js';
import type { TimeMode } from '../../record/record.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { earlierReasons } from '../earlier-finds.js';
import { exposureReasons, type Found, finding, lookUp, reason, scaled } from '../finding.js';

/** Evaluates `scenario.proven`. A violation in a simulated run refutes as well; a simulated pass proves nothing. */
export function scenariosProven(check: CheckOf<'scenario.proven'>, docket: Docket): CheckFinding {
  const proofs = check.require.map((need) => proveOne(need, { docket, mode: 'wallclock' }));
  const refuted = check.require.flatMap((need) => simulatedRefutation(need, docket));
  const proven = proofs.filter(({ reasons }) => reasons.length === 0).length;
  return finding(check, {
    measured: `${proven} of ${check.require.length} proven`,
    limit: `at least ${check.minProven}, all that are required`,
    exposure: Object.assign({}, ...proofs.map(({ exposure }) => exposure)),
    evidence: proofs.flatMap(({ found }) => (found.record === null ? [] : [found.record])),
    reasons: [...proofs.flatMap(({ reasons }) => reasons), ...refuted],
  });
}

export interface Proof {
  readonly found: Found;
  readonly exposure: CheckFinding['exposure'];
  readonly reasons: readonly Reason[];
}

/** The four parts of a proof, for one scenario in one mode. */
export function proveOne(need: ScenarioNeed, { docket, mode }: { docket: Docket; mode: TimeMode }): Proof {
  const found = lookUp(docket, { kind: 'failure-scenario', name: need.name, mode }, 'SCENARIO_MISSING');
  const judgement = docket.scenarios.get(found.id);
  if (judgement === undefined) return { found, exposure: {}, reasons: found.reasons };
  const exposure = Object.fromEntries(
    Object.entries(need.exposure).map(([name, minimum]) => [
      `${need.id} ${name}`,
      { had: judgement.evaluation.exposure[name] ?? 0, needed: scaled(minimum, docket) },
    ]),
  );
  const reasons = [
    ...found.reasons,
    ...judgement.charges.slice(0, MOST_CHARGES).map((charge) => chargeReason(charge, { judgement, found })),
    ...undecided(judgement, found),
    ...unheld(judgement, { need, found }),
    ...earlierReasons(docket, found, 'NOT_MITIGATED'),
    ...witnessReasons(exposure, { judgement, found }),
    ...controlReasons(judgement, found),
  ];
  return { found, exposure, reasons };
}

/** At most this many charges of one run are told as reasons. */
const MOST_CHARGES = 5;

interface Context {
  readonly judgement: ScenarioJudgement;
  readonly found: Found;
}

function chargeReason(charge: Charge, { judgement, found }: Context): Reason {
  const { by, invariant, because, witness, against } = charge;
  const where = witness.length === 0 ? 'in the final state' : `lines ${witness.join(', ')}`;
  return reason('NOT_MITIGATED', {
    because: `${judgement.name} (${judgement.mode}), ${invariant}, by the ${by}: ${because}`,
    measured: where,
    limit: judgement.evaluation.expected,
    evidence: historyRef(found, charge),
    next: { ...found.next, command: against.verdict.replay },
  });
}

function historyRef({ record }: Found, { witness, against }: Charge) {
  if (record === null) return null;
  return {
    ...record,
    at: witness.length === 0 ? null : `${against.historyName} lines ${witness.join(', ')}`,
  };
}

/** Runs that the harness itself could not call good, although nobody accuses them. */
function undecided({ name, reading }: ScenarioJudgement, found: Found): readonly Reason[] {
  return reading.runs.flatMap(({ verdict: { outcome, problems, missingMarks, replay, seed } }) => {
    if (outcome === 'holds' || outcome === 'violated') return [];
    const why = [...problems, ...missingMarks.map((mark) => `never seen: ${mark}`)].join('; ');
    return [
      reason(outcome === 'unexercised' ? 'FAULT_NOT_WITNESSED' : 'RUN_UNDECIDED', {
        because: `the harness calls ${name} with seed ${seed} ${outcome}: ${why || 'it gives no cause'}`,
        measured: outcome,
        limit: 'holds',
        evidence: found.record,
        next: { ...found.next, command: replay },
      }),
    ];
  });
}

/** What the planted bug breaks, the run without it must have held: by the harness's own word, with chances to fail. */
function unheld(
  { name, reading }: ScenarioJudgement,
  { need, found }: { readonly need: ScenarioNeed; readonly found: Found },
): readonly Reason[] {
  return reading.runs.flatMap(({ verdict: { outcome, checks, replay, seed } }) => {
    const missing = need.control.invariants.filter(
      (invariant) =>
        !checks.some((check) => check.invariant === invariant && check.result.result === 'holds'),
    );
    if (outcome !== 'holds' || missing.length === 0) return [];
    return [
      reason('RUN_UNDECIDED', {
        because: `the harness calls ${name} with seed ${seed} good, but does not say that ${missing.join(' and ')} held`,
        measured: 'not said',
        limit: 'holds',
        evidence: found.record,
        next: { ...found.next, command: replay },
      }),
    ];
  });
}

function witnessReasons(
  exposure: CheckFinding['exposure'],
  { judgement, found }: Context,
): readonly Reason[] {
  const unseen = Object.entries(exposure).filter(([, { had, needed }]) => had === 0 && needed > 0);
  if (unseen.length === 0) {
    return exposureReasons(exposure, { what: judgement.name, next: found.next, evidence: found.record });
  }
  return unseen.map(([name, { needed }]) =>
    reason('FAULT_NOT_WITNESSED', {
      because: `the fault of ${judgement.name} was never seen (${name})`,
      measured: '0',
      limit: `at least ${needed}`,
      evidence: found.record,
      next: found.next,
    }),
  );
}

function controlReasons({ name, mode, control }: ScenarioJudgement, found: Found): readonly Reason[] {
  if (control.rejected) return [];
  return [
    reason('CONTROL_PASSED', {
      because: `the control of ${name} (${mode}) was not rejected: ${control.says}`,
      measured: 'not rejected',
      limit: 'rejected',
      evidence: found.record,
      next: found.next,
    }),
  ];
}

/** What is held against the same scenario's simulated run, or keeps it undecided, when the profile has one. */
function simulatedRefutation(need: ScenarioNeed, docket: Docket): readonly Reason[] {
  const id = `failure-scenario/${need.name}/simulated`;
  const judgement = docket.scenarios.get(id);
  if (judgement === undefined) return [];
  const found = lookUp(docket, { kind: 'failure-scenario', name: need.name, mode: 'simulated' });
  return [
    ...judgement.charges.slice(0, MOST_CHARGES).map((charge) => chargeReason(charge, { judgement, found })),
    ...undecided(judgement, found),
    ...earlierReasons(docket, found, 'NOT_MITIGATED'),
    ...found.reasons.filter(({ code }) => code === 'CLAIM_MISMATCH'),
  ];
}
