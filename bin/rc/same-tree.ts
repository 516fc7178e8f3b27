/**
 * Evidence speaks for one tree only: the candidate's, the one that lies in the folder, and the one the programs were
 * built from. They must be the same when evidence is made; otherwise a verdict would speak of something nobody ran.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { candidateSchema } from '../../gates/record/record.js';
import { programsDigest, readBuildStamp } from './build-stamp.js';
import { treeDigest } from './candidate.js';

/** Not the tree that was asked for; nothing was run. Maps to a usage error. */
class OtherTree extends Error {
  readonly code = 'OTHER_TREE';
  readonly exitCode = 64;
}

/** @throws OtherTree when the programs or the files are not those of `treeSha256` */
export function requireSameTree(projectRoot: string, treeSha256: string): void {
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
  const found = treeDigest(projectRoot);
  if (found !== treeSha256) {
    throw new OtherTree(
      `expected the files of tree ${short(treeSha256)}, found tree ${short(found)}: something changed meanwhile; type: npm run rc`,
    );
  }
}

/** The same for a command that leaves evidence in a candidate's folder. What is no such folder it refuses itself. */
export function requireCandidateOf(projectRoot: string, evidence: unknown): void {
  if (typeof evidence !== 'string') return;
  const path = join(resolve(evidence), 'candidate.json');
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  const candidate = candidateSchema.safeParse(parsed(readFileSync(path, 'utf8')));
  if (candidate.success) requireSameTree(projectRoot, candidate.data.treeSha256);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
