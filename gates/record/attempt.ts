/**
 * How a producer leaves evidence: open an attempt before the run, fill its folder, close it with a record.
 * An attempt that is never closed stays in the ledger and counts as failed, so nobody can run until it is green unseen.
 */
import { mkdir, stat } from 'node:fs/promises';
import { availableParallelism, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { type AttemptClock, machineClock } from './attempt-clock.js';
import { attemptPath } from './attempt-path.js';
import { readCandidate } from './candidate-file.js';
import { decodeValue } from './decode.js';
import { digestFile, sha256 } from './digest.js';
import { withFileLock } from './file-lock.js';
import { appendToLedger, readLedger } from './ledger.js';
import { digestTree, updateManifest } from './manifest.js';
import {
  type Artefact,
  type ArtefactRole,
  type EvidenceKind,
  type EvidenceRecord,
  recordSchema,
  type TimeMode,
} from './record.js';
import { writeAtomically } from './text-file.js';
import { writeBelow } from './write-below.js';

export interface AttemptTerms {
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mode: TimeMode;
  /** What to type to run this again. */
  readonly command: string;
}

/** An attempt and what whoever opens it knows of the packages it runs with, SHA-256. */
export interface BoundTerms extends AttemptTerms {
  readonly packagesSha256?: string;
}

export interface AttemptOutcome {
  /** Files below the attempt's folder; each must exist and not be empty. */
  readonly artefacts: readonly { readonly path: string; readonly role: ArtefactRole }[];
  readonly claimed: EvidenceRecord['claimed'];
  readonly exitCode: number;
}

export interface Attempt {
  /** Absolute path of the empty folder to fill. */
  readonly folder: string;
  readonly number: number;
  /** Hashes the artefacts and writes `record.json`, then the ledger's closing line. */
  close(outcome: AttemptOutcome): Promise<EvidenceRecord>;
}

/** How producers come by an attempt. Who composes them may ask more of it than `openAttempt` does. */
export type OpenAttempt = (folder: string, terms: AttemptTerms) => Promise<Attempt>;

const LOCK_FILE = '.ledger.lock';

/**
 * Opens an attempt in the evidence folder of a candidate (the folder that holds `candidate.json`).
 * Wall-clock evidence goes below `evidence/`, everything else below `simulated/`.
 * @throws FolderUnusable when it holds no readable `candidate.json` or its ledger is broken or held, saying what to do
 */
export async function openAttempt(
  folder: string,
  { packagesSha256, ...terms }: BoundTerms,
  clock: AttemptClock = machineClock,
): Promise<Attempt> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(terms.name)) {
    throw new Error(
      `expected a name of letters, digits, dot, dash and underscore, found ${JSON.stringify(terms.name)}`,
    );
  }
  const candidate = await readCandidate(folder);
  const startedAt = Math.trunc(clock.now());
  const startedElapsed = clock.elapsed();
  const { number, ledgerSeq } = await enterLedger({ folder, terms, clock, at: startedAt });
  const path = attemptPath(terms, number);
  let closed = false;
  return {
    folder: join(folder, path),
    number,
    async close(outcome) {
      if (closed) throw new Error(`expected attempt ${path} to be closed once, but it is closed already`);
      closed = true;
      const record = checked({
        schema: 'rc-gate/evidence/v1',
        kind: terms.kind,
        name: terms.name,
        candidate,
        attempt: { number, ledgerSeq },
        run: {
          startedAt,
          endedAt: Math.trunc(clock.now()),
          monotonicMs: Math.max(0, clock.elapsed() - startedElapsed),
          exitCode: outcome.exitCode,
          command: terms.command,
        },
        time: { mode: terms.mode, basis: 'self' },
        origin: 'real',
        environment: { ...machine(), packagesSha256: packagesSha256 ?? null },
        artefacts: await digestArtefacts(join(folder, path), outcome.artefacts),
        claimed: outcome.claimed,
      });
      await seal({ folder, path, clock, record });
      return record;
    },
  };
}

interface Entry {
  readonly folder: string;
  readonly terms: AttemptTerms;
  readonly clock: AttemptClock;
  readonly at: number;
}

async function enterLedger({ folder, terms, clock, at }: Entry) {
  return withFileLock(join(folder, LOCK_FILE), clock, async () => {
    const before = await readLedger(folder);
    const same = before.lines.filter(
      (line) =>
        line.type === 'open' &&
        line.kind === terms.kind &&
        line.name === terms.name &&
        line.mode === terms.mode,
    );
    const number = same.length + 1;
    const own = join(folder, attemptPath(terms, number));
    await writeBelow(() => mkdir(join(own, '..'), { recursive: true }));
    const ledger = await appendToLedger(folder, { type: 'open', ...terms, attempt: number, at });
    await updateManifest(folder, ledger, []);
    await writeBelow(() => mkdir(own));
    return { number, ledgerSeq: ledger.lines.length };
  });
}

interface Sealing {
  readonly folder: string;
  readonly path: string;
  readonly clock: AttemptClock;
  readonly record: EvidenceRecord;
}

/** Files enter the manifest before the ledger says "closed", so a crash between leaves an abandoned attempt. */
async function seal({ folder, path, clock, record }: Sealing): Promise<void> {
  const text = `${JSON.stringify(record, null, 1)}\n`;
  await writeAtomically(join(folder, path, 'record.json'), text);
  const files = await digestTree(folder, path);
  await withFileLock(join(folder, LOCK_FILE), clock, async () => {
    await updateManifest(folder, await readLedger(folder), files);
    const ledger = await appendToLedger(folder, {
      type: 'close',
      opened: record.attempt.ledgerSeq,
      result: record.claimed.result,
      record: sha256(text),
      at: record.run.endedAt,
    });
    await updateManifest(folder, ledger, []);
  });
}

async function digestArtefacts(folder: string, artefacts: AttemptOutcome['artefacts']): Promise<Artefact[]> {
  const digested: Artefact[] = [];
  for (const { path, role } of artefacts) {
    const file = await stat(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (file === null) throw new Error(`expected the artefact ${path} in ${folder}, found no such file`);
    if (!file.isFile() || file.size === 0)
      throw new Error(`expected the artefact ${path} in ${folder} to be a file with content`);
    digested.push({ path, role, ...(await digestFile(join(folder, path))) });
  }
  return digested;
}

function machine(): Omit<EvidenceRecord['environment'], 'packagesSha256'> {
  return {
    os: `${type()} ${release()}`,
    runtime: `node ${process.version}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  };
}

function checked(record: EvidenceRecord): EvidenceRecord {
  const decoded = decodeValue(record, recordSchema);
  if (decoded.ok) return decoded.value;
  throw new Error(`expected an outcome that makes a valid evidence record, but ${decoded.problem}`);
}
