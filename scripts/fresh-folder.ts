/**
 * A folder as a user has it in a checkout or after installing the built package: `dist`, `node_modules/.bin`, `npx` and
 * `import … from 'gatehouse'` are the build of this checkout, nothing is fetched, and what the programs write stays
 * inside. For tests of documentation and examples.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const shipped = [
  'package.json',
  'dist',
  'core/http/page',
  'gates/policy',
  'gates/render/templates',
  'examples',
];

const PROGRAMS = ['orch', 'ops', 'gate'];

/** As the real one, it is a process of its own above the program, and passes no signals on. */
const NPX = '#!/bin/sh\nname=$1; shift; node_modules/.bin/"$name" "$@"\nexit $?\n';

/** An installed package, and empty folders beside it. */
export interface Installation {
  /** A new folder to work in; the examples lie in it. */
  folder(): string;
  /** The environment to run commands in. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Installs the build into a new temporary folder. */
export function install(): Installation {
  const root = mkdtempSync(join(tmpdir(), 'gatehouse-fresh-'));
  const home = join(root, 'gatehouse');
  for (const path of shipped) cpSync(join(projectRoot, path), join(home, path), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(home, 'node_modules'));
  mkdirSync(join(root, 'bin'));
  const npx = join(root, 'bin', 'npx');
  writeFileSync(npx, NPX);
  chmodSync(npx, 0o755);
  return {
    folder() {
      const path = mkdtempSync(join(root, 'folder-'));
      mkdirSync(join(path, 'node_modules', '.bin'), { recursive: true });
      symlinkSync(home, join(path, 'node_modules', 'gatehouse'));
      for (const name of PROGRAMS) {
        symlinkSync(join(home, 'dist', 'bin', `${name}.js`), join(path, 'node_modules', '.bin', name));
      }
      symlinkSync(join(home, 'dist'), join(path, 'dist'));
      cpSync(join(home, 'examples'), join(path, 'examples'), { recursive: true });
      return path;
    },
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
