/** Where a file of evidence lies, for findings. */
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import type { FolderState } from './folder.js';

/** Reference to one file of the folder. */
export function refTo(state: FolderState, path: string, at: string | null = null): EvidenceRef {
  return { path, at, sha256: state.digests.get(path)?.sha256 ?? '' };
}
