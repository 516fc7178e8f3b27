/**
 * What is under judgement: the commit, and a digest of every file as it lies in the folder now, so that evidence from
 * an uncommitted tree is bound to exactly that tree.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, candidateSchema } from '../../gates/record/record.js';

/** Folders that runs and builds write; never part of a candidate. */
const written = new Set(['.git', 'node_modules', 'dist', 'coverage', 'reports', 'logs', 'db']);

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

/** A file that git was told to overlook (any mark but `H`) may differ unseen, and counts as different. */
function differsFromCommit(root: string): boolean {
  const status = git(root, ['status', '--porcelain']);
  const marks = git(root, ['ls-files', '-v']);
  return status !== '' || marks === null || /^[^H]/m.test(marks);
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

/** Where the build leaves the digest of the tree it was made from. */
export function buildStampPath(projectRoot: string): string {
  return join(projectRoot, 'dist', 'tree.sha256');
}

/** SHA-256 over path and content of every file that git knows or would know of. */
export function treeDigest(root: string): string {
  const listed = git(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  const paths = listed === null ? walk(root, '') : listed.split('\0').filter((path) => path !== '');
  const digest = createHash('sha256');
  for (const path of [...new Set(paths)].sort()) {
    const content = contentOf(join(root, path));
    if (content !== null) digest.update(`${path}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** A file git lists but the folder lacks was deleted and is part of no tree. */
function contentOf(path: string): Buffer | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? readFileSync(path) : null;
}

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return written.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function git(cwd: string, args: readonly string[]): string | null {
  const run = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return run.status === 0 ? run.stdout : null;
}
