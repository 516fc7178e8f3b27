/**
 * What is under judgement: the commit, and a digest of every file as it lies in the folder now, so that evidence from
 * an uncommitted tree is bound to exactly that tree.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, candidateSchema } from '../../gates/record/record.js';
import { digestOf, filesBelow } from './digest.js';

/** Folders that git, npm, builds and the test runner write; never part of a candidate. */
const made = new Set(['.git', 'node_modules', 'dist', 'coverage']);

/** Folders for what runs leave. Only a source that lies there may get into a build or a test. */
const left = new Set(['reports', 'logs', 'db']);
const SOURCE = /\.[cm]?[jt]sx?$/;

/** Stores that a person leaves beside the sources. */
const STORE = /\.sqlite(-wal|-shm)?$/;

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

/** Ignored files that builds and tests may take in although no commit has them. */
function ignoredSources(root: string): readonly string[] {
  const ignored = git(root, ['ls-files', '-o', '-i', '--exclude-standard', '-z']) ?? '';
  return ignored.split('\0').filter((path) => path !== '' && mayBeTakenIn(path));
}

function mayBeTakenIn(path: string): boolean {
  const [folder = '', ...below] = path.split('/');
  if (made.has(folder) || path.startsWith(PEERS)) return false;
  if (left.has(folder)) return SOURCE.test(path);
  return below.length > 0 || !STORE.test(path);
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
  return digestOf(root, treeFiles(root));
}

/** Paths of the files of the tree, in git or not. */
export function treeFiles(root: string): readonly string[] {
  const listed = git(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  if (listed === null) return filesBelow(root, { except: made }).filter(mayBeTakenIn);
  const known = listed.split('\0').filter((path) => path !== '');
  return [...known, ...ignoredSources(root)];
}

function git(cwd: string, args: readonly string[]): string | null {
  const run = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return run.status === 0 ? run.stdout : null;
}
