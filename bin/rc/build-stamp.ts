/** What the build leaves beside its programs: which tree they were made from, and what they were when it ended. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, filesBelow } from './digest.js';

/** Path of the stamp, below the project. */
export const STAMP = 'dist/build.sha256';

/** Two digests, SHA-256: of the tree, and of the programs. */
export interface BuildStamp {
  readonly tree: string;
  readonly programs: string;
}

/** Stamps the programs in `dist` as made from `tree`. */
export function writeBuildStamp(projectRoot: string, tree: string): void {
  writeFileSync(stampPath(projectRoot), `${tree}\n${programsDigest(projectRoot)}\n`);
}

/** The stamp, or null when nothing was built. */
export function readBuildStamp(projectRoot: string): BuildStamp | null {
  const path = stampPath(projectRoot);
  if (!existsSync(path)) return null;
  const [tree = '', programs = ''] = readFileSync(path, 'utf8').split('\n');
  return { tree, programs };
}

/** SHA-256 over the programs that lie in `dist` now. */
export function programsDigest(projectRoot: string): string {
  return digestOf(projectRoot, programFiles(projectRoot));
}

/** Paths of the programs that lie in `dist` now, below the project. */
export function programFiles(projectRoot: string): readonly string[] {
  return filesBelow(join(projectRoot, 'dist'), { except: new Set() })
    .filter((path) => path.endsWith('.js'))
    .map((path) => `dist/${path}`);
}

function stampPath(projectRoot: string): string {
  return join(projectRoot, STAMP);
}
