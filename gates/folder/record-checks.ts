/** A record held against what it should be: this attempt, of this candidate, fresh, with its files as they were. */
import { posix } from 'node:path';
import type { Artefact, Candidate, EvidenceRecord } from '../record/record.js';
import type { Problem } from '../verdict/problem.js';
import type { AttemptTerms, ClosedAttempt } from './attempt-evidence.js';
import { CLOCK_SLACK_MS } from './clock-slack.js';
import { refTo } from './evidence-ref.js';
import type { FolderState } from './folder.js';

interface IdentityTerms extends ClosedAttempt {
  readonly attempt: string;
  readonly state: FolderState;
}

/** The record speaks of the attempt that the ledger closed, with the same result. */
export function identityProblems(record: EvidenceRecord, terms: IdentityTerms): readonly Problem[] {
  const { item, open, close, attempt, state } = terms;
  const evidence = refTo(state, posix.join(attempt, 'record.json'));
  const problems: Problem[] = [];
  const says = `${record.kind} ${record.name} ${record.time.mode} #${record.attempt.number}/${record.attempt.ledgerSeq}`;
  const due = `${item.kind} ${item.name} ${item.mode} #${open.attempt}/${open.seq}`;
  if (says !== due) {
    const because = `the record in ${attempt} speaks of another attempt than the ledger`;
    problems.push({ code: 'EVIDENCE_SCHEMA', because, measured: says, limit: due, evidence });
  }
  if (record.claimed.result !== close.result) {
    const because = `the record in ${attempt} claims another result than the ledger`;
    problems.push({
      code: 'CLAIM_MISMATCH',
      because,
      measured: record.claimed.result,
      limit: close.result,
      evidence,
    });
  }
  return problems;
}

/** The record was made from the tree under judgement, by a run, and not too long ago. */
export function originProblems(
  record: EvidenceRecord,
  terms: AttemptTerms & { readonly attempt: string },
): readonly Problem[] {
  const { attempt, state, judgedAt } = terms;
  const evidence = refTo(state, posix.join(attempt, 'record.json'));
  const problems: Problem[] = [];
  if (identity(record.candidate) !== identity(state.candidate)) {
    const because = `${attempt} was made from another tree than the one under judgement`;
    const [measured, limit] = [identity(record.candidate), identity(state.candidate)];
    problems.push({ code: 'EVIDENCE_WRONG_CANDIDATE', because, measured, limit, evidence });
  }
  if (record.origin !== 'real') {
    const because = `${attempt} was built to test the gate, not by a run`;
    problems.push({ code: 'EVIDENCE_FIXTURE', because, measured: record.origin, limit: 'real', evidence });
  }
  const ageMs = judgedAt - record.run.endedAt;
  const mostMs = terms.freshness[record.kind] ?? 0;
  if (ageMs > mostMs || ageMs < -CLOCK_SLACK_MS) {
    const because = ageMs < 0 ? `${attempt} ends after the instant of judgement` : `${attempt} is too old`;
    const [measured, limit] = [`${Math.round(ageMs / HOUR_MS)} h`, `${Math.round(mostMs / HOUR_MS)} h`];
    problems.push({ code: 'EVIDENCE_STALE', because, measured, limit, evidence });
  }
  return problems;
}

const HOUR_MS = 3_600_000;

function identity({ gitCommit, treeSha256, version }: Candidate): string {
  return `${version} ${gitCommit ?? 'no commit'} tree ${treeSha256}`;
}

/** An artefact lies there as it was recorded. */
export function artefactProblems(
  artefact: Artefact,
  attempt: string,
  state: FolderState,
): readonly Problem[] {
  const path = posix.join(attempt, artefact.path);
  const found = state.digests.get(path);
  const evidence = refTo(state, path);
  const limit = `${artefact.bytes} bytes, sha256 ${artefact.sha256}`;
  if (found === undefined) {
    const because = `${path} is in the record, but not in the folder`;
    return [{ code: 'EVIDENCE_MISSING', because, measured: 'no file', limit, evidence: null }];
  }
  const measured = `${found.bytes} bytes, sha256 ${found.sha256}`;
  if (found.bytes === 0) {
    return [{ code: 'EVIDENCE_EMPTY', because: `${path} is empty`, measured, limit, evidence }];
  }
  if (measured === limit) return [];
  return [
    { code: 'EVIDENCE_HASH', because: `${path} changed after it was recorded`, measured, limit, evidence },
  ];
}

/** Whether a record was really made from the tree under judgement. */
export function isOf({ candidate, origin }: EvidenceRecord, state: FolderState): boolean {
  return origin === 'real' && identity(candidate) === identity(state.candidate);
}
