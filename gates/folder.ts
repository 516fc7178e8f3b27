/**
 * A candidate's folder as a whole: its identity, ledger, manifest, and the digest of every file of evidence in it.
 * The manifest and the ledger are held against each other and against what lies there.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PolicyError } from './errors.js';
import type { Problem } from './problem.js';
import { attemptPath } from './record/attempt-path.js';
import { decodeCandidate } from './record/decode.js';
import { digestFile, sha256 } from './record/digest.js';
import { decodeLedger, LEDGER_FILE, type Ledger, type OpenLine } from './record/ledger.js';
import { decodeManifest, listTree, MANIFEST_FILE, type Manifest } from './record/manifest.js';
import type { Candidate } from './record/record.js';
import type { EvidenceRef } from './verdict.js';

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
  /** Links and devices, which no evidence may be. */
  readonly others: readonly string[];
}

/** Reads a candidate's folder. @throws PolicyError when `candidate.json` is absent or unreadable */
export async function readFolder(folder: string): Promise<FolderState> {
  const candidate = await readCandidate(folder);
  const ledger = decodeLedger((await textOf(join(folder, LEDGER_FILE))) ?? '');
  const manifestText = await textOf(join(folder, MANIFEST_FILE));
  const manifest = manifestText === null ? null : decodeManifest(manifestText);
  const digests = new Map<string, { readonly bytes: number; readonly sha256: string }>();
  const others: string[] = [];
  for (const half of HALVES) {
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
    manifestSha256: sha256(manifestText ?? ''),
    digests,
    others,
  };
}

/** What is wrong with the folder as a whole. */
export function checkFolder(state: FolderState): readonly Problem[] {
  return [...ledgerProblems(state), ...manifestProblems(state), ...fileProblems(state)];
}

async function readCandidate(folder: string): Promise<Candidate> {
  const path = join(folder, 'candidate.json');
  const text = await textOf(path);
  const decoded = text === null ? null : decodeCandidate(text);
  if (decoded?.ok === true) return decoded.value;
  throw new PolicyError(
    `expected the identity of a candidate at ${path}, but ${decoded === null ? 'there is no file' : decoded.problem}`,
  );
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function ledgerProblems({ ledger, ledgerProblem, manifest }: FolderState): readonly Problem[] {
  const gap = (because: string, measured: string, limit: string): Problem => ({
    code: 'LEDGER_GAP',
    because,
    measured,
    limit,
    evidence: { path: LEDGER_FILE, at: null, sha256: ledger?.head ?? '' },
  });
  if (ledger === null)
    return [gap(`the attempt ledger is broken: ${ledgerProblem}`, 'broken', 'an unbroken chain')];
  const opened = new Set(ledger.lines.flatMap((line) => (line.type === 'open' ? [line.seq] : [])));
  const orphan = ledger.lines.find((line) => line.type === 'close' && !opened.has(line.opened));
  if (orphan !== undefined) {
    return [
      gap(`line ${orphan.seq} closes an attempt that no line opened`, 'no opening line', 'one opening line'),
    ];
  }
  if (manifest === null) return [];
  const { lines, head } = manifest.ledger;
  if (lines === 0 || ledger.digests[lines - 1] === head) return [];
  return [
    gap(
      'attempts are missing from the ledger: the manifest has seen more of it',
      `${ledger.lines.length} lines`,
      `${lines} lines`,
    ),
  ];
}

function manifestProblems(state: FolderState): readonly Problem[] {
  const { manifest, manifestProblem, manifestSha256, ledger, digests } = state;
  const evidence: EvidenceRef = { path: MANIFEST_FILE, at: null, sha256: manifestSha256 };
  if (manifest === null) {
    if (manifestProblem === null && (ledger?.lines.length ?? 0) === 0) return [];
    const because = `the manifest is ${manifestProblem === null ? 'missing' : `unreadable: ${manifestProblem}`}`;
    const code = manifestProblem === null ? 'EVIDENCE_MISSING' : 'EVIDENCE_SCHEMA';
    return [{ code, because, measured: 'no manifest', limit: MANIFEST_FILE, evidence }];
  }
  return manifest.files.flatMap((file): Problem[] => {
    const found = digests.get(file.path);
    const limit = `${file.bytes} bytes, sha256 ${file.sha256}`;
    if (found === undefined) {
      const because = `${file.path} is in the manifest, but not in the folder`;
      return [{ code: 'EVIDENCE_MISSING', because, measured: 'no file', limit, evidence }];
    }
    const measured = `${found.bytes} bytes, sha256 ${found.sha256}`;
    if (measured === limit) return [];
    const because = `${file.path} changed after it entered the manifest`;
    return [
      {
        code: 'EVIDENCE_HASH',
        because,
        measured,
        limit,
        evidence: { path: file.path, at: null, sha256: found.sha256 },
      },
    ];
  });
}

/** Files nobody vouches for. Those of an attempt that never closed are no evidence, and are left alone. */
function fileProblems(state: FolderState): readonly Problem[] {
  const listed = new Set(state.manifest?.files.map(({ path }) => path));
  const closed = new Set(state.ledger?.lines.flatMap((line) => (line.type === 'close' ? [line.opened] : [])));
  const open = (state.ledger?.lines ?? []).filter(
    (line): line is OpenLine => line.type === 'open' && !closed.has(line.seq),
  );
  const abandoned = open.map((line) => `${attemptPath(line, line.attempt)}/`);
  const unlisted = [...state.digests.keys()].filter(
    (path) => !listed.has(path) && !abandoned.some((folder) => path.startsWith(folder)),
  );
  return [
    ...unlisted.map(
      (path): Problem => ({
        code: 'EVIDENCE_UNLISTED_FILE',
        because: `${path} lies among the evidence, but is in no manifest`,
        measured: 'unlisted',
        limit: 'every file is listed',
        evidence: { path, at: null, sha256: state.digests.get(path)?.sha256 ?? '' },
      }),
    ),
    ...state.others.map(
      (path): Problem => ({
        code: 'EVIDENCE_OUTSIDE_ROOT',
        because: `${path} is a link or a device; evidence is files`,
        measured: 'not a file',
        limit: 'a file',
        evidence: null,
      }),
    ),
  ];
}
