/**
 * How a producer leaves evidence: open an attempt before the run, fill its folder, close it with a record.
 * An attempt that is never closed stays in the ledger and counts as failed, so nobody can run until it is green unseen.
 */
import type { ArtefactRole, EvidenceKind, EvidenceRecord, TimeMode } from './record.js';

export interface AttemptTerms {
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mode: TimeMode;
  /** What to type to run this again. */
  readonly command: string;
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

/**
 * Opens an attempt in the evidence folder of a candidate (the folder that holds `candidate.json`).
 * Wall-clock evidence goes below `evidence/`, everything else below `simulated/`.
 * @throws when the folder holds no readable `candidate.json`, saying how to make one.
 */
export async function openAttempt(_folder: string, _terms: AttemptTerms): Promise<Attempt> {
  throw new Error('written by the gates floor');
}
