/**
 * From a candidate's folder to the items the plan asks for, each with what became of it and what is wrong with it.
 * Only files are read: no store, no socket, no process. What a record claims about its content is judged elsewhere.
 */
import { posix } from 'node:path';
import { itemId, type PlanItem } from '../plan/plan.js';
import { attemptPath } from '../record/attempt-path.js';
import type { CloseLine, OpenLine } from '../record/ledger.js';
import type { EvidenceKind } from '../record/record.js';
import type { Problem } from '../verdict/problem.js';
import { type AttemptEvidence, type AttemptTerms, readAttempt } from './attempt-evidence.js';
import { checkFolder, type FolderState, readFolder } from './folder.js';
import { isOf } from './record-checks.js';

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
  /** Evidence that the plan does not ask for: every attempt is an earlier one, which can accuse and proves nothing. */
  readonly beside: readonly Collected[];
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

/** Collects. @throws FolderUnusable when it is no candidate's folder */
export async function collect(terms: CollectTerms): Promise<Collection> {
  const { folder, plan } = terms;
  const state = await readFolder(folder);
  const closes = (state.ledger?.lines ?? []).filter((line) => line.type === 'close');
  const judgedAt = terms.now ?? Math.max(0, ...closes.map((line) => line.at));
  const items = new Map<string, Collected>();
  for (const item of plan) {
    items.set(itemId(item), await collectItem(item, { ...terms, state, judgedAt }));
  }
  const beside: Collected[] = [];
  for (const item of unasked(plan, state)) {
    beside.push(asEarlier(await collectItem(item, { ...terms, state, judgedAt }), state));
  }
  return { folder, state, items, beside, problems: checkFolder(state), judgedAt };
}

/** Items of which the ledger has attempts although no plan asks for them, such as the soak of another profile. */
function unasked(plan: readonly PlanItem[], { ledger }: FolderState): readonly PlanItem[] {
  const asked = new Set(plan.map(itemId));
  const items = new Map<string, PlanItem>();
  for (const line of ledger?.lines ?? []) {
    if (line.type !== 'open' || asked.has(itemId(line))) continue;
    const { kind, name, mode } = line;
    const making = { command: 'npx gate plan', takesMs: 0, owner: 'developers' };
    items.set(itemId(line), { kind, name, mode, ...making });
  }
  return [...items.values()];
}

function asEarlier(collected: Collected, state: FolderState): Collected {
  const { attempt, record, problems, earlier } = collected;
  if (record === null || !isOf(record, state)) return collected;
  return { ...collected, earlier: [...earlier, { attempt, record, problems }] };
}

/** The path (below the candidate's folder) of the artefact with that file name, or null. */
export function artefactPath({ record, attempt }: Collected, name: string): string | null {
  if (record === null || attempt === null || !record.artefacts.some(({ path }) => path === name)) return null;
  return posix.join(attempt, name);
}

async function collectItem(item: PlanItem, terms: AttemptTerms): Promise<Collected> {
  const attempts = attemptsOf(item, terms.state);
  const ended = attempts.flatMap(({ open, close }) => (close === undefined ? [] : [{ open, close }]));
  const passed = ended.filter(({ close }) => close.result === 'PASSED');
  const counts = {
    attempts: attempts.length,
    failedAttempts: attempts.length - passed.length,
    abandoned: attempts
      .filter(({ close }) => close === undefined)
      .map(({ open }) => attemptPath(item, open.attempt)),
  };
  const evidence: AttemptEvidence[] = [];
  for (const { open, close } of ended) evidence.push(await readAttempt({ item, open, close }, terms));
  const judged = evidence.at(-1);
  if (judged === undefined) {
    const nothing = { attempt: null, record: null, problems: [absent(item, attempts.length)] };
    return { item, ...counts, ...nothing, earlier: [] };
  }
  const earlier = evidence.slice(0, -1).filter(({ record }) => record !== null && isOf(record, terms.state));
  const unfinished = attempts.at(-1)?.close === undefined ? [stillOpen(item, attempts.length)] : [];
  return { item, ...counts, ...judged, problems: [...judged.problems, ...unfinished], earlier };
}

interface LedgerAttempt {
  readonly open: OpenLine;
  readonly close: CloseLine | undefined;
}

/** The attempts of an item, in order; one without a closing line has not ended. */
function attemptsOf(item: PlanItem, { ledger }: FolderState): readonly LedgerAttempt[] {
  const lines = ledger?.lines ?? [];
  const closes = new Map(
    lines.flatMap((line): [number, CloseLine][] => (line.type === 'close' ? [[line.opened, line]] : [])),
  );
  return lines
    .filter((line): line is OpenLine => line.type === 'open')
    .filter(({ kind, name, mode }) => kind === item.kind && name === item.name && mode === item.mode)
    .map((open) => ({ open, close: closes.get(open.seq) }));
}

/** The judged attempt is not the newest one: what the newest would have shown is not known. */
function stillOpen({ kind, name, mode }: PlanItem, attempts: number): Problem {
  return {
    code: 'ATTEMPT_OPEN',
    because: `a later attempt of ${mode} ${kind} ${name} has not ended`,
    measured: `attempt ${attempts} is open`,
    limit: 'the latest attempt has ended',
    evidence: null,
  };
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
