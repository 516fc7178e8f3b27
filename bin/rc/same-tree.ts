/**
 * Evidence speaks for one tree only: the candidate's, the one that lies in the folder, and the one the programs were
 * built from. They must be the same when evidence is made, with the packages that this tree names; otherwise a verdict
 * would speak of something nobody ran.
 */
import { programsDigest, readBuildStamp } from './build-stamp.js';
import { treeDigest } from './candidate.js';
import { requirePackages } from './packages.js';

/** Not the tree that was asked for; no evidence was left. Maps to a usage error. */
export class OtherTree extends Error {
  readonly code = 'OTHER_TREE';
  readonly exitCode = 64;
}

/** @throws OtherTree or OtherPackages when the programs, the files or the packages are not those of `treeSha256` */
export function requireSameTree(projectRoot: string, treeSha256: string): void {
  requirePackages(projectRoot);
  const stamp = readBuildStamp(projectRoot);
  const built = stamp?.tree ?? 'nothing';
  if (built !== treeSha256) {
    throw new OtherTree(
      `expected programs built from tree ${short(treeSha256)}, found them built from ${short(built)}; type: npm run build`,
    );
  }
  if (stamp?.programs !== programsDigest(projectRoot)) {
    throw new OtherTree('expected the programs as they were built, found them changed; type: npm run build');
  }
  requireSameFiles(projectRoot, treeSha256);
}

/** @throws OtherTree when the files are not those of `treeSha256`; says nothing about what was built from them */
export function requireSameFiles(projectRoot: string, treeSha256: string): void {
  const found = treeDigest(projectRoot);
  if (found !== treeSha256) {
    throw new OtherTree(
      `expected the files of tree ${short(treeSha256)}, found tree ${short(found)}: something changed meanwhile; type: npm run rc`,
    );
  }
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
