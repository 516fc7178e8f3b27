/**
 * The packages that programs are built with and run with: those that `package-lock.json` names, as they were installed.
 * npm keeps what it installed in `node_modules/.package-lock.json`; beside it the first build after an installation
 * keeps digests of what production packages hold, so that a later change is found. Packages for development are held
 * to their versions only.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, filesBelow } from './digest.js';

const WANTED = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';
const RECORD = 'node_modules/.as-installed';
/** What Node loads; the rest of a package is never run. */
const LOADED = /\.([cm]?js|json|node)$/;

/** What is installed is not what should be; nothing was left. Maps to a usage error. */
export class OtherPackages extends Error {
  readonly code = 'OTHER_PACKAGES';
  readonly exitCode = 64;
}

/** What either lockfile says of the package in one folder. */
interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/**
 * Keeps digests of the packages, unless they were kept since the last installation.
 * @throws OtherPackages when they are not those of the lockfile, or no longer as they were installed
 */
export function recordPackages(projectRoot: string): void {
  requireLocked(projectRoot);
  if (recordOf(projectRoot) === null) {
    const path = join(projectRoot, RECORD);
    writeFileSync(`${path}.${process.pid}`, listing(projectRoot).join('\n'));
    renameSync(`${path}.${process.pid}`, path);
  }
  requirePackages(projectRoot);
}

/** @throws OtherPackages when the packages are not those of the lockfile, or no longer as they were installed */
export function requirePackages(projectRoot: string): void {
  requireLocked(projectRoot);
  const record = recordOf(projectRoot);
  if (record === null) {
    throw new OtherPackages('expected digests of the installed packages, found none; type: npm run build');
  }
  const now = new Set(listing(projectRoot));
  const changed = record.filter((line) => !now.has(line)).map((line) => line.split('  ')[1] ?? line);
  if (changed.length === 0) return;
  throw new OtherPackages(
    `expected the packages as they were installed, found ${andMore(changed)} changed; type: npm ci`,
  );
}

/** SHA-256 over the digests that were kept; `requirePackages` says whether they still hold. */
export function packagesDigest(projectRoot: string): string {
  return sha256(readFileSync(join(projectRoot, RECORD)));
}

/** Paths of the files that programs load from production packages, below the project. */
export function packageFiles(projectRoot: string): readonly string[] {
  return productionFolders(projectRoot).flatMap((folder) => filesIn(projectRoot, folder));
}

function requireLocked(projectRoot: string): void {
  const [wanted, installed] = [lockfile(projectRoot, WANTED), lockfile(projectRoot, INSTALLED)];
  const folders = new Set([...Object.keys(wanted), ...Object.keys(installed)]);
  folders.delete('');
  const found = [...folders].flatMap((folder) => difference(folder, wanted[folder], installed[folder]) ?? []);
  if (found.length === 0) return;
  throw new OtherPackages(
    `expected the packages of package-lock.json, found ${andMore(found)}; type: npm ci`,
  );
}

/** What is optional may be absent: it is for another platform. */
function difference(folder: string, wanted: Locked | undefined, installed: Locked | undefined) {
  const name = folder.replace(/^node_modules\//, '');
  if (installed === undefined) return wanted?.optional === true ? null : `no ${name}`;
  if (wanted === undefined) return `${name}, which it does not name`;
  if (wanted.version !== installed.version) {
    return `${name} ${installed.version} in place of ${wanted.version}`;
  }
  return wanted.integrity === installed.integrity ? null : `another ${name} ${installed.version}`;
}

function lockfile(projectRoot: string, name: string): Readonly<Record<string, Locked>> {
  const path = join(projectRoot, name);
  if (!existsSync(path)) throw new OtherPackages(`expected ${name}, found no such file; type: npm ci`);
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as { packages?: Record<string, Locked> };
  return packages ?? {};
}

/** What was kept since the last installation, or null: npm writes its own list anew when it installs. */
function recordOf(projectRoot: string): readonly string[] | null {
  const path = join(projectRoot, RECORD);
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines[0] === installation(projectRoot) ? lines : null;
}

/** A line for the installation and one for each production package: digest and path. */
function listing(projectRoot: string): readonly string[] {
  const packages = productionFolders(projectRoot).map(
    (folder) => `${digestOf(projectRoot, filesIn(projectRoot, folder))}  ${folder}`,
  );
  return [installation(projectRoot), ...packages];
}

function installation(projectRoot: string): string {
  return `${sha256(readFileSync(join(projectRoot, INSTALLED)))}  ${INSTALLED}`;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function productionFolders(projectRoot: string): readonly string[] {
  return Object.entries(lockfile(projectRoot, INSTALLED))
    .filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true)
    .map(([folder]) => folder);
}

function filesIn(projectRoot: string, folder: string): readonly string[] {
  if (!existsSync(join(projectRoot, folder))) return [];
  return filesBelow(join(projectRoot, folder), { except: new Set() })
    .filter((path) => LOADED.test(path))
    .map((path) => `${folder}/${path}`);
}

function andMore([first, ...more]: readonly string[]): string {
  return more.length === 0 ? `${first}` : `${first} (and ${more.length} more)`;
}
