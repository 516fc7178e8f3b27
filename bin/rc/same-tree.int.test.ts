import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeDigest } from './candidate.js';
import { recordPackages } from './packages.js';
import { requireSameTree } from './same-tree.js';
import { type BuiltProject, smallProject } from './testing/built-project.js';

let project: BuiltProject;
beforeEach(() => {
  project = smallProject();
});
afterEach(() => project.remove());

describe('evidence of one tree', () => {
  it('is made when programs, files, packages and candidate are of the same tree', () => {
    const digest = project.build();

    expect(() => requireSameTree(project.root, digest)).not.toThrow();
  });

  it('is refused when nothing was built', () => {
    recordPackages(project.root);

    expect(() => requireSameTree(project.root, treeDigest(project.root))).toThrow(
      /built from nothing; type: npm run build/,
    );
  });

  it('is refused when a program changed after it was built', () => {
    const digest = project.build();
    project.file('dist/bin/gate.js', 'export const status = "PASS";');

    expect(() => requireSameTree(project.root, digest)).toThrow(/found them changed; type: npm run build/);
  });

  it('is refused when a file changed after the build', () => {
    const digest = project.build();
    project.file('core/a.ts', 'export const late = 1;');

    expect(() => requireSameTree(project.root, digest)).toThrow(
      /something changed meanwhile; type: npm run rc/,
    );
  });

  it('is refused when a package changed after it was installed', () => {
    const digest = project.build();
    project.file('node_modules/engine/lib/run.js', 'export const never = 1;');

    expect(() => requireSameTree(project.root, digest)).toThrow(
      /found node_modules\/engine changed; type: npm ci/,
    );
  });

  it('is refused for another candidate', () => {
    project.build();

    expect(() => requireSameTree(project.root, 'a'.repeat(64))).toThrow(
      /expected programs built from tree aaaaaaaaaaaa/,
    );
  });
});
