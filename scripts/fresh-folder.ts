/**
 * A folder as a user has it after installing the built package: `npx` and `import … from 'gatehouse'` find the build of
 * this checkout, nothing is fetched, and what the programs write stays inside. For tests of documentation and examples.
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
  writeFileSync(npx, `#!/bin/sh\nname=$1; shift; exec node '${home}'/dist/bin/"$name".js "$@"\n`);
  chmodSync(npx, 0o755);
  return {
    folder() {
      const path = mkdtempSync(join(root, 'folder-'));
      mkdirSync(join(path, 'node_modules'));
      symlinkSync(home, join(path, 'node_modules', 'gatehouse'));
      cpSync(join(home, 'examples'), join(path, 'examples'), { recursive: true });
      return path;
    },
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
