/**
 * The attempt ledger: one hash-chained line when an attempt opens and one when it closes.
 * It makes every attempt count: an open without a close is a failed attempt, and a removed line breaks the chain.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Decoded, decodeJson } from './decode.js';
import { sha256, sha256Schema } from './digest.js';
import { FolderUnusable } from './folder-unusable.js';
import { KINDS, TIME_MODES } from './record.js';
import { readDecoded, writeAtomically } from './text-file.js';

const common = { seq: z.int().min(1), at: z.int(), prev: sha256Schema };

const ledgerLineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('open'),
    kind: z.enum(KINDS),
    name: z.string().min(1),
    mode: z.enum(TIME_MODES),
    attempt: z.int().min(1),
    command: z.string().min(1),
  }),
  z.strictObject({
    ...common,
    type: z.literal('close'),
    /** `seq` of the line that opened the attempt. */
    opened: z.int().min(1),
    result: z.enum(['PASSED', 'FAILED']),
    /** SHA-256 of the attempt's `record.json`. */
    record: sha256Schema,
  }),
]);

export type LedgerLine = z.infer<typeof ledgerLineSchema>;
export type OpenLine = Extract<LedgerLine, { type: 'open' }>;
export type CloseLine = Extract<LedgerLine, { type: 'close' }>;
type Unchained<L> = L extends LedgerLine ? Omit<L, 'seq' | 'prev'> : never;

/** A ledger that is whole: dense sequence, unbroken chain. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  /** Digest of the last line; `GENESIS` when there is none. */
  readonly head: string;
  /** Digest of each line, in order. */
  readonly digests: readonly string[];
}

/** What the first line of a chain names as its predecessor. */
export const GENESIS = '0'.repeat(64);
export const LEDGER_FILE = 'ledger.ndjson';

/** Reads a ledger's text, or says which line breaks it. */
export function decodeLedger(text: string): Decoded<Ledger> {
  const lines: LedgerLine[] = [];
  const digests: string[] = [];
  if (text !== '' && !text.endsWith('\n')) return { ok: false, problem: 'the last line has no end' };
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const decoded = decodeJson(line, ledgerLineSchema);
    if (!decoded.ok) return { ok: false, problem: `line ${index + 1}, ${decoded.problem}` };
    if (decoded.value.seq !== index + 1) {
      return { ok: false, problem: `line ${index + 1} has seq ${decoded.value.seq}: a line is missing` };
    }
    if (decoded.value.prev !== (digests.at(-1) ?? GENESIS)) {
      return { ok: false, problem: `line ${index + 1} does not name the digest of the line before it` };
    }
    lines.push(decoded.value);
    digests.push(sha256(line));
  }
  return { ok: true, value: { lines, digests, head: digests.at(-1) ?? GENESIS } };
}

/** Reads a candidate's ledger; an absent file is an empty one. @throws FolderUnusable when it is broken */
export async function readLedger(folder: string): Promise<Ledger> {
  const path = join(folder, LEDGER_FILE);
  const decoded = (await readDecoded(path, decodeLedger)) ?? decodeLedger('');
  if (decoded.ok) return decoded.value;
  throw new FolderUnusable(
    `expected a whole ledger at ${path}, but ${decoded.problem}. Move the folder away and make the evidence again.`,
  );
}

/** Appends one line. The caller holds the folder's lock. */
export async function appendToLedger(folder: string, line: Unchained<LedgerLine>): Promise<Ledger> {
  const ledger = await readLedger(folder);
  const chained = { seq: ledger.lines.length + 1, ...line, prev: ledger.head } as LedgerLine;
  const path = join(folder, LEDGER_FILE);
  const text = JSON.stringify(chained);
  const before = ledger.lines.length === 0 ? '' : await readFile(path, 'utf8');
  await writeAtomically(path, `${before}${text}\n`);
  const head = sha256(text);
  return { lines: [...ledger.lines, chained], digests: [...ledger.digests, head], head };
}
