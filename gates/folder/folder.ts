/**
 * A candidate's folder as a whole: its identity, ledger, manifest, and the digest of every file of evidence in it.
 * The manifest and the ledger are held against each other and against what lies there.
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCandidate } from '../record/candidate-file.js';
import { digestFile, sha256 } from '../record/digest.js';
import { decodeLedger, LEDGER_FILE, type Ledger } from '../record/ledger.js';
import { decodeManifest, listTree, MANIFEST_FILE, type Manifest } from '../record/manifest.js';
import type { Candidate } from '../record/record.js';
import { readDecoded, readText } from '../record/text-file.js';
import type { Problem } from '../verdict/problem.js';
import { ledgerProblems } from './ledger-checks.js';
import { manifestProblems, unlistedProblems } from './manifest-checks.js';

/** The rooms of evidence below a candidate's folder. */
const HALVES = ['evidence', 'simulated'];

export interface FolderState {
  readonly candidate: Candidate;
  /** Null when broken; `ledgerProblem` then says how. */
  readonly ledger: Ledger | null;
  readonly ledgerProblem: string | null;
  readonly manifest: Manifest | null;
  readonly manifestProblem: string | null;
  readonly manifestSha256: string;
  /** Every file of evidence that lies there, by path. */
  readonly digests: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>;
  /** Links and devices, which no evidence may be, and files in place of folders; `.` is the folder itself. */
  readonly others: readonly string[];
}

/** Reads a candidate's folder. @throws FolderUnusable when `candidate.json` is absent or unreadable */
export async function readFolder(folder: string): Promise<FolderState> {
  const candidate = await readCandidate(folder);
  const ledger = (await readDecoded(join(folder, LEDGER_FILE), decodeLedger)) ?? decodeLedger('');
  const manifestText = await readText(join(folder, MANIFEST_FILE));
  const manifest = manifestText?.ok === true ? decodeManifest(manifestText.value) : manifestText;
  const digests = new Map<string, { readonly bytes: number; readonly sha256: string }>();
  const others: string[] = [];
  if (await isOther(folder)) others.push('.');
  for (const half of HALVES) {
    if (await isOther(join(folder, half))) {
      others.push(half);
      continue;
    }
    const tree = await listTree(folder, half);
    others.push(...tree.others);
    for (const path of tree.files) digests.set(path, await digestFile(join(folder, path)));
  }
  return {
    candidate,
    ledger: ledger.ok ? ledger.value : null,
    ledgerProblem: ledger.ok ? null : ledger.problem,
    manifest: manifest?.ok === true ? manifest.value : null,
    manifestProblem: manifest?.ok === false ? manifest.problem : null,
    manifestSha256: sha256(manifestText?.ok === true ? manifestText.value : ''),
    digests,
    others,
  };
}

/** What is wrong with the folder as a whole. */
export function checkFolder(state: FolderState): readonly Problem[] {
  return [
    ...ledgerProblems(state),
    ...linkProblems(state),
    ...manifestProblems(state),
    ...unlistedProblems(state),
  ];
}

/** Whether something that is no folder lies where a folder should be. */
async function isOther(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function linkProblems({ others }: FolderState): readonly Problem[] {
  return others.map((path) => ({
    code: 'EVIDENCE_OUTSIDE_ROOT',
    because: `${path === '.' ? 'the folder' : path} is a link, a device, or a file in place of a folder; evidence is files in folders`,
    measured: 'something else',
    limit: 'files in folders',
    evidence: null,
  }));
}
