/**
 * SAMPLE DATA FOR TESTS of the renderings: verdicts nobody judged. Never read by the gate, never written into a
 * candidate's folder.
 */
import type { CheckFinding, CriterionFinding, Reason } from '../../verdict/criterion-finding.js';
import type { Verdict } from '../../verdict/verdict.js';
import { SAMPLE_SHA, sampleCheck, sampleCriteria } from './sample-criteria.js';
import {
  SAMPLE_START,
  sampleE2e,
  sampleEvidence,
  sampleItem,
  sampleNext,
  sampleScenarios,
  sampleSuites,
} from './sample-evidence.js';
import { sampleEscape, sampleProof } from './sample-proof.js';
import { sampleSoaks } from './sample-soaks.js';

/** A quick profile in which everything passes; 24 h and 72 h are simulated. */
export function sampleVerdict(changes: Partial<Verdict> = {}): Verdict {
  return {
    schema: 'rc-gate/verdict/v1',
    verdict: 'QUICK_OK',
    exitCode: 0,
    failKind: null,
    profile: 'quick',
    candidate: {
      gitCommit: '3f9c1ab27e5d40c68b1f9e2a7c4d5e6f70819203',
      treeSha256: SAMPLE_SHA,
      version: '0.1.0',
      dirty: false,
    },
    judgedAt: SAMPLE_START + 190_000,
    policy: { id: 'gatehouse-rc', version: '1.0.0', sha256: SAMPLE_SHA, expires: '2026-12-31' },
    criteria: sampleCriteria(),
    evidence: sampleEvidence(),
    suites: sampleSuites(),
    e2e: sampleE2e(),
    scenarios: sampleScenarios(),
    proof: sampleProof(),
    soaks: sampleSoaks(),
    integrity: {
      runs: 19,
      transitions: 104_228,
      enqueued: 31_998,
      byState: { DONE: 31_204, FAILED: 412, BLOCKED: 382, PENDING: 0, IN_PROGRESS: 0 },
      duplicateCompletions: 0,
      lostTasks: 0,
      illegalTransitions: 0,
      logMismatches: 0,
    },
    guardrail: { hardExceeds: 284, blocked: 284, afterBlock: 0 },
    limitations: [
      'The 24 h and 72 h soaks ran in virtual time; nothing is known about days of real running.',
      'Leaks of memory and file handles need hours of real time and were not looked for.',
    ],
    manifest: { files: 214, bytes: 38_212_404, sha256: SAMPLE_SHA },
    ...changes,
  };
}

/** The fence is gone: S1 finds two completions of one task, RC-P5 and RC-F1 fail. */
export function sampleFailure(): Verdict {
  const base = sampleVerdict();
  const replay = sampleNext(
    'developers',
    'npx gate scenario replay S1-lease-contention --seed 4711 --commit 3f9c1ab',
    4_000,
  );
  const because =
    'S1 lease contention: a worker whose lease had expired completed the task after another worker had claimed it.';
  const notMitigated: Reason = {
    code: 'NOT_MITIGATED',
    because,
    measured: '2 accepted completions',
    limit: 'at most 1',
    evidence: { path: 'simulated/S1-lease-contention/1/history.jsonl', at: 'line 118', sha256: SAMPLE_SHA },
    next: replay,
  };
  const duplicate: Reason = {
    code: 'DUPLICATE_COMPLETION',
    because: 'Replaying every history found 1 task that was completed twice.',
    measured: '1 duplicate completion',
    limit: '0',
    evidence: { path: 'simulated/S1-lease-contention/1/history.jsonl', at: 'line 118', sha256: SAMPLE_SHA },
    next: replay,
  };
  const failed = withReason(withReason(base, 'RC-P5', ['FAIL', notMitigated]), 'RC-F1', ['FAIL', duplicate]);
  return {
    ...failed,
    verdict: 'FAIL',
    exitCode: 1,
    failKind: 'FAIL',
    integrity: { ...base.integrity, duplicateCompletions: 1 },
    proof: sampleEscape(),
    scenarios: base.scenarios.map((run) =>
      run.name !== 'S1-lease-contention' || run.mode !== 'simulated'
        ? run
        : {
            ...run,
            proven: false,
            handling: 'The late completion was accepted: the statement does not compare the fence.',
            aftermath: '40 tasks enqueued, 40 terminal, 1 of them settled twice.',
            violation: {
              invariant: 'INV-03 fenced settlement',
              because:
                'complete by w1 with fence 1 was accepted although the task was held by w2 under fence 2.',
              operations: [
                '12.004 s  w1  claim     T-0017  → fence 1, lease until 72.004 s',
                '20.000 s  nemesis  pause w1',
                '72.310 s  watchdog  sweep    T-0017  → PENDING, lease expired',
                '72.905 s  w2  claim     T-0017  → fence 2, lease until 132.905 s',
                '75.120 s  w2  complete  T-0017  fence 2  → accepted',
                '80.000 s  nemesis  resume w1',
                '80.001 s  w1  complete  T-0017  fence 1  → accepted',
              ],
            },
          },
    ),
  };
}

/** The full profile on a checkout where nobody ran a soak in real time. */
export function sampleMissing(): Verdict {
  const base = sampleVerdict({ profile: 'full' });
  const soak = (hours: number) => `npx gate soak start --profile ${hours === 24 ? 'day' : 'three-days'}`;
  const absent = (hours: number): Reason => ({
    code: 'EVIDENCE_MISSING',
    because: `Nobody has run the ${hours} h soak in real time on this commit.`,
    measured: `0 h of ${hours} h wall-clock`,
    limit: `≥ ${hours} h`,
    evidence: null,
    next: sampleNext('soak host', soak(hours), hours * 3_600_000),
  });
  let verdict: Verdict = base;
  for (const [id, hours] of [
    ['RC-P3', 24],
    ['RC-P4', 72],
    ['RC-F3', 72],
    ['RC-F4', 24],
    ['RC-F4', 72],
  ] as const) {
    verdict = withReason(verdict, id, ['MISSING', absent(hours)]);
  }
  return {
    ...verdict,
    verdict: 'FAIL',
    exitCode: 2,
    failKind: 'MISSING',
    proof: null,
    soaks: [],
    evidence: [
      ...base.evidence.filter(
        ({ kind }) => kind !== 'soak-sim' && kind !== 'soak-segment' && kind !== 'proof',
      ),
      missingProof(),
      ...[24, 72].map((hours) => ({
        ...sampleItem(['soak-segment', `soak-${hours}h`, 'wallclock']),
        state: 'missing' as const,
        attempts: 0,
        record: null,
        startedAt: null,
        durationMs: null,
        next: sampleNext('soak host', soak(hours), hours * 3_600_000),
      })),
    ],
  };
}

function missingProof() {
  return {
    ...sampleItem(['proof', 'mutants', 'simulated']),
    ...{ state: 'missing' as const, attempts: 0, record: null, startedAt: null, durationMs: null },
    problem: 'Nobody has proven the planted bugs on this commit.',
    next: sampleNext('developers', 'npx gate prove --evidence reports/rc/0.1.0-3f9c1ab27e5d', 60_000),
  };
}

/** The verdict with one more reason at the first check of a criterion, both set to its status. */
export function withReason(
  verdict: Verdict,
  id: string,
  [status, reason]: readonly [CheckFinding['status'], Reason],
): Verdict {
  const criteria = verdict.criteria.map((criterion): CriterionFinding => {
    if (criterion.id !== id) return criterion;
    const [first = sampleCheck(id, 'evidence'), ...others] = criterion.checks;
    const failed = {
      ...first,
      status,
      measured: reason.measured,
      limit: reason.limit,
      reasons: [...first.reasons, reason],
    };
    return { ...criterion, status, checks: [failed, ...others] };
  });
  return { ...verdict, criteria };
}
