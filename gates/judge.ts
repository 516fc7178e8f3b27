/**
 * The judge: from the files of a candidate to its verdict. Pure over files: the same files and the same instant give
 * the same bytes, on every machine. It asks no store, no clock and no network.
 */

import { evaluate } from './criteria/evaluate.js';
import { integrityLedger, replayedRuns } from './criteria/integrity.js';
import { type Docket, nextFor, openDocket } from './docket/docket.js';
import { proofFinding } from './findings/proof.js';
import { soakFinding } from './findings/soaks.js';
import {
  type Criterion,
  loadPolicy,
  type Policy,
  profileOf,
  refuseExpired,
  selectedCriteria,
} from './policy/policy.js';
import { PolicyError } from './policy/policy-error.js';
import { decide, worst } from './verdict/decide.js';
import { spoils } from './verdict/problem.js';
import type {
  CriterionFinding,
  E2eFinding,
  EvidenceItem,
  ScenarioFinding,
  SuiteFinding,
  Verdict,
} from './verdict/verdict.js';

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
 * @throws PolicyError (exit 64) when the policy is broken or expired, the profile unknown, or the folder no candidate's
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
  const { policy, profile, profileName, collection } = docket;
  const { candidate, manifest, manifestSha256 } = collection.state;
  const selected = new Set(selectedCriteria(policy, profile).map(({ id }) => id));
  const criteria = policy.criteria.map((criterion) =>
    selected.has(criterion.id) ? judged(criterion, docket) : notAsked(criterion),
  );
  const tree = candidate.dirty ? 'uncommitted' : 'committed';
  const runs = replayedRuns(docket);
  const budgets = runs.map(({ replayed }) => replayed.budget);
  const bypasses = [
    ...budgets.map(({ accusations }) => accusations),
    ...docket.earlier.map(({ guardrail }) => guardrail),
  ];
  return {
    schema: 'rc-gate/verdict/v1',
    ...decide(criteria, { verdictName: profile.verdictName, tree }),
    profile: profileName,
    candidate,
    judgedAt: docket.judgedAt,
    policy: { ...pick(policy), sha256: policy.sha256 },
    criteria,
    evidence: evidenceItems(docket),
    suites: suiteFindings(docket),
    e2e: e2eFindings(docket),
    scenarios: scenarioFindings(docket),
    proof: proofFinding(docket),
    soaks: [...docket.soaks.values()].map((soak) => soakFinding(soak, docket)),
    integrity: integrityLedger(runs, docket.earlier),
    guardrail: {
      hardExceeds: budgets.reduce((sum, { hardExceeds }) => sum + hardExceeds, 0),
      blocked: budgets.reduce((sum, { blocked }) => sum + blocked, 0),
      afterBlock: bypasses.flat().filter(isAfterBlock).length,
    },
    limitations: limitations(docket),
    manifest: {
      files: manifest?.files.length ?? 0,
      bytes: manifest?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0,
      sha256: manifestSha256,
    },
  };
}

function pick({ metadata }: Policy) {
  const { id, version, expires } = metadata;
  return { id, version, expires };
}

function isAfterBlock({ code }: { readonly code: string }): boolean {
  return code === 'EXECUTED_AFTER_BLOCK';
}

function judged(criterion: Criterion, docket: Docket): CriterionFinding {
  const checks = criterion.checks.map((check) => evaluate(check, docket));
  return { ...notAsked(criterion), status: worst(checks.map(({ status }) => status)), checks };
}

function notAsked({ id, title, owner, advisory }: Criterion): CriterionFinding {
  return { id, title, owner, blocking: !advisory, status: null, checks: [] };
}

function evidenceItems({ items }: Docket): readonly EvidenceItem[] {
  return [...items.values()].map(({ item, attempts, failedAttempts, attempt, record, problems }) => {
    const open = problems.find(({ code }) => code === 'ATTEMPT_OPEN');
    const spoiled = problems.filter(spoils);
    const absent = record === null && spoiled.every(({ code }) => code === 'EVIDENCE_MISSING');
    const missing = absent || (open !== undefined && spoiled.length === 0);
    return {
      kind: item.kind,
      name: item.name,
      mode: item.mode,
      state: missing ? 'missing' : spoiled.length > 0 ? 'invalid' : 'valid',
      attempts,
      failedAttempts,
      record: record === null || attempt === null ? null : `${attempt}/record.json`,
      startedAt: record?.run.startedAt ?? null,
      durationMs: record === null ? null : Math.round(record.run.monotonicMs),
      problem: (spoiled[0] ?? open)?.because ?? null,
      next: nextFor(item),
    };
  });
}

/** Most failures of a suite that are told in full. */
const MOST_FAILURES = 50;

function suiteFindings({ suites }: Docket): readonly SuiteFinding[] {
  return [...suites.values()].map(({ name, collected, tests }) => {
    const count = (status: string): number => tests.filter((test) => test.status === status).length;
    const failed = tests.filter(({ status }) => status === 'failed');
    return {
      name,
      collected: collected.length,
      passed: count('passed'),
      failed: failed.length,
      skipped: count('skipped'),
      durationMs: tests.reduce((sum, { durationMs }) => sum + durationMs, 0),
      failures: failed
        .slice(0, MOST_FAILURES)
        .map((test) => ({ name: `${test.file} > ${test.name}`, message: test.message ?? 'failed' })),
    };
  });
}

function e2eFindings({ e2e }: Docket): readonly E2eFinding[] {
  return [...e2e.values()].map(({ verdict, commands }) => ({
    id: verdict.id,
    category: verdict.category,
    says: verdict.says,
    passed: verdict.result === 'PASSED',
    steps: commands.map(({ at, says, command, exitCode }) => ({ at, says, command, exitCode })),
  }));
}

function scenarioFindings({ scenarios, items }: Docket): readonly ScenarioFinding[] {
  return [...scenarios].map(
    ([id, { name, mode, evaluation, charges, leftBehind, violation, control, reading }]) => {
      const handled = charges.filter((charge) => !leftBehind.includes(charge));
      const sound = !(items.get(id)?.problems ?? []).some(spoils);
      const held = reading.runs.every(({ verdict }) => verdict.outcome === 'holds');
      const witnessed = Object.values(evaluation.exposure).every((count) => count > 0);
      return {
        name,
        mode,
        seeds: reading.runs.map(({ verdict }) => verdict.seed),
        proven: sound && witnessed && held && charges.length === 0 && control.rejected,
        witness: evaluation.witness,
        handling: handled.length === 0 ? evaluation.expected : `not as expected: ${handled[0]?.because}`,
        aftermath:
          leftBehind[0]?.because ?? 'the queue drained; no owner and no lease was left; the replay is clean',
        control: control.says,
        replay: (charges[0]?.against ?? reading.runs[0]).verdict.replay,
        violation,
        controlViolation: control.violation,
      };
    },
  );
}

function limitations({ profileName, profile, collection, items }: Docket): readonly string[] {
  const simulated = [...items.values()].filter(({ item }) => item.mode !== 'wallclock').length;
  const { candidate } = collection.state;
  return [
    'Evidence is hashed, not signed: this finds accidents and later edits, not somebody who makes up a whole run.',
    "Time comes from the host's own clock; no outside source has confirmed it.",
    ...(profile.verdictName === 'PASS'
      ? []
      : [
          `Profile ${profileName} asks for a part of the proof; only profile full, with 24 h and 72 h of soak, can end in PASS.`,
        ]),
    ...(profile.exposureScale < 1
      ? [`Minimum exposures are scaled to ${profile.exposureScale * 100} % of those of profile full.`]
      : []),
    ...(simulated > 0
      ? [`${simulated} items are SIMULATED: they can refute, and prove nothing by themselves.`]
      : []),
    ...(candidate.dirty
      ? ['The tree is not committed: the verdict holds for these very files and for no commit.']
      : []),
    'Execution is at least once and settlement at most once: a run repeated after a lost lease is no duplicate.',
  ];
}
