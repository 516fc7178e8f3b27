/** A small project in a temporary folder, built and installed as npm and the build would leave it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBuildStamp } from '../build-stamp.js';
import { readCandidate, treeDigest, writeCandidate } from '../candidate.js';
import { recordPackages } from '../packages.js';

/** What a lockfile says of the package in each folder. */
export type Lock = Readonly<Record<string, object>>;

export interface BuiltProject {
  readonly root: string;
  /** Writes a file below the project. */
  file(path: string, content: string): void;
  /** Writes the lockfile of the project, and the one that npm leaves when it has installed. */
  lock(wanted: Lock, installed: Lock): void;
  /** Makes the programs anew and stamps them. The digest of the tree they are made from. */
  build(): string;
  /** The folder of the candidate as the tree is now. */
  candidate(): string;
  remove(): void;
}

const ENGINE = { 'node_modules/engine': { version: '1.0.0', integrity: 'sha512-one' } };

/** One source, one program and one package, not built yet. */
export function smallProject(): BuiltProject {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-project-'));
  const file = (path: string, content: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const lock = (wanted: Lock, installed: Lock) => {
    file('package-lock.json', JSON.stringify({ packages: { '': {}, ...wanted } }));
    file('node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
  };
  file('package.json', '{"version":"1.2.3"}');
  file('core/a.ts', 'export {};');
  file('node_modules/engine/lib/run.js', 'export {};');
  lock(ENGINE, ENGINE);
  return {
    root,
    file,
    lock,
    build() {
      const digest = treeDigest(root);
      file('dist/bin/gate.js', 'export {};');
      recordPackages(root);
      writeBuildStamp(root, digest);
      return digest;
    },
    candidate() {
      const folder = join(root, 'reports/rc/candidate');
      writeCandidate(folder, readCandidate(root));
      return folder;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
