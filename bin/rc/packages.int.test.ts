import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordPackages, requirePackages } from './packages.js';
import { type BuiltProject, type Lock, smallProject } from './testing/built-project.js';

let project: BuiltProject;
beforeEach(() => {
  project = smallProject();
});
afterEach(() => project.remove());

const wanted = { 'node_modules/engine': { version: '1.0.0', integrity: 'sha512-one' } };
const forOthers = { 'node_modules/engine-darwin': { version: '1.0.0', optional: true } };
const tool = { 'node_modules/tool': { version: '3.0.0', dev: true } };

describe('packages', () => {
  it('are right when they are those of the lockfile, but for optional ones of other platforms', () => {
    project.lock({ ...wanted, ...forOthers }, wanted);
    recordPackages(project.root);

    expect(() => requirePackages(project.root)).not.toThrow();
  });

  const stale: readonly (readonly [string, readonly [Lock, Lock], RegExp])[] = [
    [
      'of another version',
      [wanted, { 'node_modules/engine': { version: '0.9.0', integrity: 'sha512-nine' } }],
      /found engine 0\.9\.0 in place of 1\.0\.0; type: npm ci$/,
    ],
    [
      'of the same version, but not the same',
      [wanted, { 'node_modules/engine': { version: '1.0.0', integrity: 'sha512-two' } }],
      /found another engine 1\.0\.0; type: npm ci$/,
    ],
    ['not installed', [{ ...wanted, ...tool }, wanted], /found no tool; type: npm ci$/],
    [
      'installed by hand',
      [wanted, { ...wanted, ...tool }],
      /found tool, which it does not name; type: npm ci$/,
    ],
    ['wrong in many ways', [{ ...wanted, ...tool }, {}], /found no engine \(and 1 more\); type: npm ci$/],
  ];
  it.each(stale)('are refused when one is %s', (_how, [named, installed], says) => {
    project.lock(named, installed);

    expect(() => recordPackages(project.root)).toThrow(says);
    expect(() => requirePackages(project.root)).toThrow(says);
  });

  it.each(['package-lock.json', 'node_modules/.package-lock.json'])('are refused without %s', (path) => {
    rmSync(join(project.root, path));

    expect(() => requirePackages(project.root)).toThrow(`expected ${path}, found no such file; type: npm ci`);
  });

  it('are refused until a build has kept what they hold', () => {
    expect(() => requirePackages(project.root)).toThrow(/found none; type: npm run build$/);
  });
});

describe('a package that was changed by hand', () => {
  it.each([
    ['written to', 'node_modules/engine/lib/run.js'],
    ['added', 'node_modules/engine/node_modules/other/index.cjs'],
    ['compiled anew', 'node_modules/engine/build/driver.node'],
  ])('is refused when a file was %s, and no build makes it right', (_how, path) => {
    recordPackages(project.root);
    project.file(path, 'other');

    expect(() => requirePackages(project.root)).toThrow(/found node_modules\/engine changed; type: npm ci$/);
    expect(() => recordPackages(project.root)).toThrow(/found node_modules\/engine changed; type: npm ci$/);
  });

  it('is refused when it is gone', () => {
    recordPackages(project.root);
    rmSync(join(project.root, 'node_modules/engine'), { recursive: true });

    expect(() => requirePackages(project.root)).toThrow(/found node_modules\/engine changed; type: npm ci$/);
  });

  it('is right when only what Node never loads differs', () => {
    recordPackages(project.root);
    project.file('node_modules/engine/README.md', 'words');

    expect(() => requirePackages(project.root)).not.toThrow();
  });

  it('is right again after another installation', () => {
    recordPackages(project.root);
    const next = { 'node_modules/engine': { version: '1.1.0', integrity: 'sha512-next' } };
    project.file('node_modules/engine/lib/run.js', 'export const next = 1;');
    project.lock(next, next);
    recordPackages(project.root);

    expect(() => requirePackages(project.root)).not.toThrow();
  });
});
