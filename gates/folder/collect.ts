/**
 * From a candidate's folder to the records the plan asks for, each with what became of it and what is wrong with it.
 * Only files are read: no store, no socket, no process. What a record claims about its content is judged elsewhere.
 */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { itemId, type PlanItem } from '../plan/plan.js';
import { attemptPath } from '../record/attempt-path.js';
import { decodeRecord } from '../record/decode.js';
import { sha256 } from '../record/digest.js';
import type { CloseLine, OpenLine } from '../record/ledger.js';
import type { Artefact, Candidate, EvidenceKind, EvidenceRecord } from '../record/record.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import type { Problem } from '../verdict/problem.js';
import { CLOCK_SLACK_MS } from './clock-slack.js';
import { checkFolder, type FolderState, readFolder } from './folder.js';

/** A closed attempt as it lies in the folder, and what is wrong with it. */
export interface AttemptEvidence {
  /** Folder of the attempt, relative to the candidate's folder; null when there is none. */
  readonly attempt: string | null;
  readonly record: EvidenceRecord | null;
  readonly problems: readonly Problem[];
}

/** One item of the plan and what lies in the folder for it. The latest closed attempt is the one that is judged. */
export interface Collected extends AttemptEvidence {
  readonly item: PlanItem;
  /** Attempts in the ledger; those that failed or never ended; folders of those that never ended. */
  readonly attempts: number;
  readonly failedAttempts: number;
  readonly abandoned: readonly string[];
  /** Closed attempts of this candidate before the judged one. They prove nothing, and what they accuse of stands. */
  readonly earlier: readonly AttemptEvidence[];
}

export interface Collection {
  readonly folder: string;
  readonly state: FolderState;
  readonly items: ReadonlyMap<string, Collected>;
  /** What is wrong with the folder as a whole. */
  readonly problems: readonly Problem[];
  readonly judgedAt: number;
}

export interface CollectTerms {
  readonly folder: string;
  readonly plan: readonly PlanItem[];
  /** Instant of judgement; null takes the latest close in the ledger. */
  readonly now: number | null;
  readonly freshness: Readonly<Partial<Record<EvidenceKind, number>>>;
}

/** Collects. @throws PolicyError when the folder has no identity to judge */
export async function collect(terms: CollectTerms): Promise<Collection> {
  const { folder, plan } = terms;
  const state = await readFolder(folder);
  const closes = (state.ledger?.lines ?? []).filter((line) => line.type === 'close');
  const judgedAt = terms.now ?? Math.max(0, ...closes.map((line) => line.at));
  const items = new Map<string, Collected>();
  for (const item of plan) {
    items.set(itemId(item), await collectItem(item, { ...terms, state, judgedAt }));
  }
  return { folder, state, items, problems: checkFolder(state), judgedAt };
}

/** Reference to one file of the folder. */
export function refTo(state: FolderState, path: string, at: string | null = null): EvidenceRef {
  return { path, at, sha256: state.digests.get(path)?.sha256 ?? '' };
}

/** The path (below the candidate's folder) of the artefact with that file name, or null. */
export function artefactPath({ record, attempt }: Collected, name: string): string | null {
  if (record === null || attempt === null || !record.artefacts.some(({ path }) => path === name)) return null;
  return posix.join(attempt, name);
}

interface ItemTerms extends CollectTerms {
  readonly state: FolderState;
  readonly judgedAt: number;
}

async function collectItem(item: PlanItem, terms: ItemTerms): Promise<Collected> {
  const { opens, closes } = attemptsOf(item, terms.state);
  const ended = opens.filter((open) => closes.has(open.seq));
  const passed = ended.filter((open) => closes.get(open.seq)?.result === 'PASSED');
  const counts = {
    attempts: opens.length,
    failedAttempts: opens.length - passed.length,
    abandoned: opens.filter((open) => !closes.has(open.seq)).map((open) => attemptPath(item, open.attempt)),
  };
  const evidence: AttemptEvidence[] = [];
  for (const open of ended) evidence.push(await collectAttempt(open, { ...terms, item, closes }));
  const judged = evidence.at(-1);
  if (judged === undefined) {
    return {
      item,
      ...counts,
      attempt: null,
      record: null,
      problems: [absent(item, opens.length)],
      earlier: [],
    };
  }
  const earlier = evidence.slice(0, -1).filter(({ record }) => record !== null && isOf(record, terms.state));
  const unfinished = opens.at(-1) === ended.at(-1) ? [] : [openAttempt(item, opens.length)];
  return { item, ...counts, ...judged, problems: [...judged.problems, ...unfinished], earlier };
}

async function collectAttempt(
  open: OpenLine,
  terms: ItemTerms & { readonly item: PlanItem; readonly closes: ReadonlyMap<number, CloseLine> },
): Promise<AttemptEvidence> {
  const { item, state } = terms;
  const attempt = attemptPath(item, open.attempt);
  const close = terms.closes.get(open.seq);
  if (close === undefined) throw new Error(`expected ${attempt} to be closed in the ledger`);
  const { record, problems: unread } = await readRecord(attempt, { ...terms, close });
  if (record === null) return { attempt, record, problems: unread };
  const problems = [
    ...unread,
    ...identityProblems(record, { item, open, close, attempt, state }),
    ...originProblems(record, { ...terms, attempt }),
    ...record.artefacts.flatMap((artefact) => artefactProblems(artefact, attempt, state)),
  ];
  return { attempt, record, problems };
}

/** Whether a record was really made from the tree under judgement. */
function isOf({ candidate, origin }: EvidenceRecord, state: FolderState): boolean {
  return origin === 'real' && identity(candidate) === identity(state.candidate);
}

/** The judged attempt is not the newest one: what the newest would have shown is not known. */
function openAttempt({ kind, name, mode }: PlanItem, attempts: number): Problem {
  return {
    code: 'ATTEMPT_OPEN',
    because: `a later attempt of ${mode} ${kind} ${name} has not ended`,
    measured: `attempt ${attempts} is open`,
    limit: 'the latest attempt has ended',
    evidence: null,
  };
}

function attemptsOf(item: PlanItem, state: FolderState) {
  const lines = state.ledger?.lines ?? [];
  const opens = lines.filter(
    (line): line is OpenLine =>
      line.type === 'open' && line.kind === item.kind && line.name === item.name && line.mode === item.mode,
  );
  const closes = new Map(
    lines.flatMap((line): [number, CloseLine][] => (line.type === 'close' ? [[line.opened, line]] : [])),
  );
  return { opens, closes };
}

function absent(item: PlanItem, attempts: number): Problem {
  const what = `${item.mode} evidence of ${item.kind} ${item.name}`;
  return {
    code: 'EVIDENCE_MISSING',
    because:
      attempts === 0 ? `there is no ${what}` : `${what} was begun ${attempts} times and never finished`,
    measured: '0 records',
    limit: '1 record',
    evidence: null,
  };
}

async function readRecord(
  attempt: string,
  terms: ItemTerms & { readonly close: CloseLine },
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

interface IdentityTerms {
  readonly item: PlanItem;
  readonly open: OpenLine;
  readonly close: CloseLine;
  readonly attempt: string;
  readonly state: FolderState;
}

function identityProblems(record: EvidenceRecord, terms: IdentityTerms): readonly Problem[] {
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

function originProblems(
  record: EvidenceRecord,
  terms: ItemTerms & { readonly attempt: string },
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

function artefactProblems(artefact: Artefact, attempt: string, state: FolderState): readonly Problem[] {
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
