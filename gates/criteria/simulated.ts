/** RC-A3: what was simulated holds, its controls are caught, and the virtual soaks meet their objectives; a warning. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import { episodesOf } from '../readings/soak/confessed.js';
import type { CheckFinding, Reason } from '../verdict/criterion-finding.js';
import { finding, lookUp, reason } from './finding.js';
import { proveOne } from './scenarios/proven.js';
import { loadReasons } from './soak/load.js';
import { sampleExposure, sloReasons } from './soak/slo.js';

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
