/**
 * The judge: from the files of a candidate to its verdict. Pure over files: the same files and the same instant give
 * the same bytes, on every machine. It asks no store, no clock and no network.
 */
import { evaluate } from './criteria/evaluate.js';
import { type Docket, openDocket } from './docket/docket.js';
import { placedRuns } from './docket/placed-runs.js';
import { e2eFindings } from './findings/e2e.js';
import { evidenceItems } from './findings/evidence-items.js';
import { guardrailTally } from './findings/guardrail-tally.js';
import { integrityLedger } from './findings/integrity-ledger.js';
import { limitations } from './findings/limitations.js';
import { manifestTally } from './findings/manifest-tally.js';
import { proofFinding } from './findings/proof.js';
import { scenarioFindings } from './findings/scenarios.js';
import { soakFinding } from './findings/soaks.js';
import { suiteFindings } from './findings/suites.js';
import { type Criterion, loadPolicy, profileOf, refuseExpired, selectedCriteria } from './policy/policy.js';
import { PolicyError } from './policy/policy-error.js';
import type { CriterionFinding } from './verdict/criterion-finding.js';
import { decide, worst } from './verdict/decide.js';
import type { Verdict } from './verdict/verdict.js';

export interface JudgeTerms {
  /** Absolute path of the candidate's folder. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly profile: string;
  /** Instant of judgement, ms since the epoch; null takes the end of the newest evidence. */
  readonly now: number | null;
  readonly policyFile: string;
}

/**
 * Judges a candidate.
 * @throws PolicyError (exit 64) when the policy is broken or expired, or the profile unknown
 * @throws FolderUnusable (exit 64) when the folder is no candidate's
 */
export async function judge(terms: JudgeTerms): Promise<Verdict> {
  const policy = await loadPolicy(terms.policyFile);
  const profile = profileOf(policy, terms.profile);
  if (selectedCriteria(policy, profile).length === 0)
    throw new PolicyError(`profile ${terms.profile} asks for nothing`);
  const docket = await openDocket({ ...terms, policy, profileName: terms.profile });
  refuseExpired(policy, docket.judgedAt);
  return verdictOf(docket);
}

function verdictOf(docket: Docket): Verdict {
  const { policy, profile, profileName, collection, earlier } = docket;
  const { id, version, expires } = policy.metadata;
  const { candidate } = collection.state;
  const criteria = judgedCriteria(docket);
  const tree = candidate.dirty ? 'uncommitted' : 'committed';
  const runs = placedRuns(docket);
  return {
    schema: 'rc-gate/verdict/v1',
    ...decide(criteria, { verdictName: profile.verdictName, tree }),
    profile: profileName,
    candidate,
    judgedAt: docket.judgedAt,
    policy: { id, version, expires, sha256: policy.sha256 },
    criteria,
    evidence: evidenceItems(docket),
    suites: suiteFindings(docket),
    e2e: e2eFindings(docket),
    scenarios: scenarioFindings(docket),
    proof: proofFinding(docket),
    soaks: [...docket.soaks.values()].map((soak) => soakFinding(soak, docket)),
    integrity: integrityLedger(runs, earlier),
    guardrail: guardrailTally(runs, earlier),
    limitations: limitations(docket),
    manifest: manifestTally(collection.state),
  };
}

function judgedCriteria(docket: Docket): readonly CriterionFinding[] {
  const { policy, profile } = docket;
  const selected = new Set(selectedCriteria(policy, profile).map(({ id }) => id));
  return policy.criteria.map((criterion) =>
    selected.has(criterion.id) ? judged(criterion, docket) : notAsked(criterion),
  );
}

function judged(criterion: Criterion, docket: Docket): CriterionFinding {
  const checks = criterion.checks.map((check) => evaluate(check, docket));
  return { ...notAsked(criterion), status: worst(checks.map(({ status }) => status)), checks };
}

function notAsked({ id, title, owner, advisory }: Criterion): CriterionFinding {
  return { id, title, owner, blocking: !advisory, status: null, checks: [] };
}
