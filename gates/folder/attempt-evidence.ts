/** One closed attempt as it lies in the folder: its record, and everything that is wrong with it. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { PlanItem } from '../plan/plan.js';
import { attemptPath } from '../record/attempt-path.js';
import { decodeRecord } from '../record/decode.js';
import { sha256 } from '../record/digest.js';
import type { CloseLine, OpenLine } from '../record/ledger.js';
import type { EvidenceKind, EvidenceRecord } from '../record/record.js';
import type { Problem } from '../verdict/problem.js';
import { refTo } from './evidence-ref.js';
import type { FolderState } from './folder.js';
import { artefactProblems, identityProblems, originProblems } from './record-checks.js';

/** What was found of an attempt. */
export interface AttemptEvidence {
  /** Folder of the attempt, relative to the candidate's folder; null when there is none. */
  readonly attempt: string | null;
  readonly record: EvidenceRecord | null;
  readonly problems: readonly Problem[];
}

/** An attempt by its two lines in the ledger. */
export interface ClosedAttempt {
  readonly item: PlanItem;
  readonly open: OpenLine;
  readonly close: CloseLine;
}

/** What a record is held against. */
export interface AttemptTerms {
  /** Absolute path of the candidate's folder. */
  readonly folder: string;
  readonly state: FolderState;
  readonly judgedAt: number;
  /** Age at judgement beyond which evidence no longer counts, ms. */
  readonly freshness: Readonly<Partial<Record<EvidenceKind, number>>>;
}

/** Reads the record of a closed attempt and holds it against the ledger, the candidate and the files it names. */
export async function readAttempt(closed: ClosedAttempt, terms: AttemptTerms): Promise<AttemptEvidence> {
  const attempt = attemptPath(closed.item, closed.open.attempt);
  const { record, problems: unread } = await readRecord(attempt, { ...terms, close: closed.close });
  if (record === null) return { attempt, record, problems: unread };
  const problems = [
    ...unread,
    ...identityProblems(record, { ...closed, attempt, state: terms.state }),
    ...originProblems(record, { ...terms, attempt }),
    ...record.artefacts.flatMap((artefact) => artefactProblems(artefact, attempt, terms.state)),
  ];
  return { attempt, record, problems };
}

async function readRecord(
  attempt: string,
  terms: AttemptTerms & { readonly close: CloseLine },
): Promise<{ readonly record: EvidenceRecord | null; readonly problems: readonly Problem[] }> {
  const path = posix.join(attempt, 'record.json');
  const evidence = refTo(terms.state, path);
  if (!terms.state.digests.has(path)) {
    const because = `the ledger closed ${attempt}, but its record is gone`;
    return {
      record: null,
      problems: [{ code: 'EVIDENCE_MISSING', because, measured: 'no file', limit: path, evidence }],
    };
  }
  const text = await readFile(join(terms.folder, path), 'utf8');
  const decoded = decodeRecord(text);
  const problems: Problem[] = [];
  if (sha256(text) !== terms.close.record) {
    const because = `${path} is not the record that the ledger closed`;
    problems.push({
      code: 'EVIDENCE_HASH',
      because,
      measured: sha256(text),
      limit: terms.close.record,
      evidence,
    });
  }
  if (decoded.ok) return { record: decoded.value, problems };
  const code = decoded.problem.includes('/path: a relative path')
    ? 'EVIDENCE_OUTSIDE_ROOT'
    : 'EVIDENCE_SCHEMA';
  const because = `${path} is not an evidence record: ${decoded.problem}`;
  problems.push({ code, because, measured: decoded.problem, limit: 'rc-gate/evidence/v1', evidence });
  return { record: null, problems };
}
