/** The manifest held against the files: each lies there as it was listed, and nothing lies there that nobody lists. */
import { attemptPath } from '../record/attempt-path.js';
import type { OpenLine } from '../record/ledger.js';
import { MANIFEST_FILE } from '../record/manifest.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import type { Problem } from '../verdict/problem.js';
import type { FolderState } from './folder.js';

/** What the manifest lists and the folder does not hold as listed. */
export function manifestProblems(state: FolderState): readonly Problem[] {
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
      const gone = { path: file.path, at: null, sha256: '' };
      return [{ code: 'EVIDENCE_MISSING', because, measured: 'no file', limit, evidence: gone }];
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
export function unlistedProblems(state: FolderState): readonly Problem[] {
  const listed = new Set(state.manifest?.files.map(({ path }) => path));
  const closed = new Set(state.ledger?.lines.flatMap((line) => (line.type === 'close' ? [line.opened] : [])));
  const open = (state.ledger?.lines ?? []).filter(
    (line): line is OpenLine => line.type === 'open' && !closed.has(line.seq),
  );
  const abandoned = open.map((line) => `${attemptPath(line, line.attempt)}/`);
  const unlisted = [...state.digests.keys()].filter(
    (path) => !listed.has(path) && !abandoned.some((folder) => path.startsWith(folder)),
  );
  return unlisted.map((path) => ({
    code: 'EVIDENCE_UNLISTED_FILE',
    because: `${path} lies among the evidence, but is in no manifest`,
    measured: 'unlisted',
    limit: 'every file is listed',
    evidence: { path, at: null, sha256: state.digests.get(path)?.sha256 ?? '' },
  }));
}
