/**
 * What is under judgement: the commit, and a digest of every file as it lies in the folder now, so that evidence from
 * an uncommitted tree is bound to exactly that tree.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, candidateSchema } from '../../gates/record/record.js';
import { digestOf, filesBelow } from './digest.js';

/** Folders that runs and builds write; never part of a candidate. */
const written = new Set(['.git', 'node_modules', 'dist', 'coverage', 'reports', 'logs', 'db']);

/** What the benchmark installs for itself; nothing that is built or tested reaches it. */
const PEERS = 'bench/peers/node_modules/';

/** Reads the candidate in `projectRoot`. Works outside git: then there is no commit and the tree counts as dirty. */
export function readCandidate(projectRoot: string): Candidate {
  const commit = git(projectRoot, ['rev-parse', 'HEAD'])?.trim() ?? null;
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  return candidateSchema.parse({
    gitCommit: commit,
    treeSha256: treeDigest(projectRoot),
    version: (manifest as { version?: unknown }).version,
    dirty: commit === null || differsFromCommit(projectRoot),
  });
}

/** Whether any file is not as the commit has it, whatever git was told to overlook, to hide or to ignore. */
function differsFromCommit(root: string): boolean {
  const status = git(root, ['status', '--porcelain', '--untracked-files=all', '--ignore-submodules=none']);
  const marks = git(root, ['ls-files', '-v']);
  const overlooked = marks === null || /^[^H]/m.test(marks);
  return status !== '' || overlooked || ignoredSources(root).length > 0;
}

/** Ignored files inside folders of the tree: builds and tests may take them in although no commit has them. */
function ignoredSources(root: string): readonly string[] {
  const ignored = git(root, ['ls-files', '-o', '-i', '--exclude-standard', '-z']) ?? '';
  return ignored
    .split('\0')
    .filter(
      (path) => path.includes('/') && !written.has(path.split('/')[0] ?? '') && !path.startsWith(PEERS),
    );
}

/** The candidate's folder below the project: `reports/rc/<version>-<commit>`, or `…-uncommitted-<tree>` when dirty. */
export function candidateFolder(candidate: Candidate): string {
  const mark =
    candidate.dirty || candidate.gitCommit === null
      ? `uncommitted-${candidate.treeSha256.slice(0, 12)}`
      : candidate.gitCommit.slice(0, 12);
  return `reports/rc/${candidate.version}-${mark}`;
}

/** Puts `candidate.json` where producers look for it. */
export function writeCandidate(folder: string, candidate: Candidate): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'candidate.json');
  writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(candidate, null, 2)}\n`);
  renameSync(`${path}.${process.pid}`, path);
}

/** SHA-256 over path and content of every file of the tree, in git or not. */
export function treeDigest(root: string): string {
  const listed = git(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  if (listed === null) return digestOf(root, filesBelow(root, { except: written }));
  const known = listed.split('\0').filter((path) => path !== '');
  return digestOf(root, [...known, ...ignoredSources(root)]);
}

function git(cwd: string, args: readonly string[]): string | null {
  const run = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return run.status === 0 ? run.stdout : null;
}
