/** How much evidence the manifest vouches for. */
import type { FolderState } from '../folder/folder.js';
import type { Verdict } from '../verdict/verdict.js';

/** Nothing where there is no readable manifest. */
export function manifestTally({ manifest, manifestSha256 }: FolderState): Verdict['manifest'] {
  const files = manifest?.files ?? [];
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    sha256: manifestSha256,
  };
}
