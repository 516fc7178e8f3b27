/** From a check of the policy to its finding: one evaluator for each kind, and no kind without one. */
import type { Docket } from '../docket/docket.js';
import type { Check } from '../policy/checks.js';
import type { CheckFinding } from '../verdict/criterion-finding.js';
import { baselineNonInferior } from './baseline.js';
import { e2eCategories } from './e2e.js';
import { artefactsManifest, artefactsUnderRoots, evidenceComplete, evidenceValid } from './evidence.js';
import { explorationClean } from './exploration.js';
import { trendConsecutive } from './green-nights.js';
import { guardrailEnforced } from './guardrail.js';
import { integrityReplay } from './integrity.js';
import { mutantsCaught } from './proof.js';
import { scenariosProven } from './scenarios/proven.js';
import { soakSimHealthy } from './simulated.js';
import { soakAbort } from './soak/aborts.js';
import { soakLoad } from './soak/load.js';
import { soakOutage } from './soak/outage.js';
import { soakSlo } from './soak/slo.js';
import { soakTrend } from './soak/trend.js';
import { soakWallclock } from './soak/wallclock.js';
import { testsInventory, testsPresent } from './suites/inventory.js';
import { testsAllPassed, testsSkipped } from './suites/results.js';
import { testsMinimum, testsPyramid } from './suites/sizes.js';

/** Evaluates one check. */
export function evaluate(check: Check, docket: Docket): CheckFinding {
  switch (check.kind) {
    case 'tests.present':
      return testsPresent(check, docket);
    case 'tests.inventory':
      return testsInventory(check, docket);
    case 'tests.allPassed':
      return testsAllPassed(check, docket);
    case 'tests.skipped':
      return testsSkipped(check, docket);
    case 'tests.minimum':
      return testsMinimum(check, docket);
    case 'tests.pyramid':
      return testsPyramid(check, docket);
    case 'e2e.categories':
      return e2eCategories(check, docket);
    case 'scenario.proven':
      return scenariosProven(check, docket);
    case 'soak.wallclock':
      return soakWallclock(check, docket);
    case 'soak.load':
      return soakLoad(check, docket);
    case 'soak.slo':
      return soakSlo(check, docket);
    case 'soak.trend':
      return soakTrend(check, docket);
    case 'soak.abort':
      return soakAbort(check, docket);
    case 'soak.outage':
      return soakOutage(check, docket);
    case 'artefacts.underRoots':
      return artefactsUnderRoots(check, docket);
    case 'artefacts.manifest':
      return artefactsManifest(check, docket);
    case 'integrity.replay':
      return integrityReplay(check, docket);
    case 'guardrail.enforced':
      return guardrailEnforced(check, docket);
    case 'evidence.complete':
      return evidenceComplete(check, docket);
    case 'evidence.valid':
      return evidenceValid(check, docket);
    case 'soakSim.healthy':
      return soakSimHealthy(check, docket);
    case 'exploration.clean':
      return explorationClean(check, docket);
    case 'mutants.caught':
      return mutantsCaught(check, docket);
    case 'baseline.nonInferior':
      return baselineNonInferior(check, docket);
    case 'trend.consecutive':
      return trendConsecutive(check, docket);
  }
}
