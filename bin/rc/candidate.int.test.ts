import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { candidateFolder, readCandidate, treeDigest } from './candidate.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-candidate-'));
  file('package.json', '{"version":"1.2.3"}');
  file('core/a.ts', 'export {};');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, content: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

function git(...words: readonly string[]): void {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
  execFileSync('git', [...who, ...words], { cwd: root, stdio: 'ignore' });
}

function commit(): void {
  git('init');
  git('add', '-A');
  git('commit', '-m', 'one');
}

describe('the candidate of a folder', () => {
  it('is a commit with a clean tree, in a folder named after both', () => {
    commit();
    const candidate = readCandidate(root);

    expect(candidate).toMatchObject({ version: '1.2.3', dirty: false });
    expect(candidateFolder(candidate)).toBe(`reports/rc/1.2.3-${candidate.gitCommit?.slice(0, 12)}`);
  });

  it('is marked as uncommitted, and bound to its very files, once a file differs', () => {
    commit();
    file('core/a.ts', 'export const a = 1;');
    const candidate = readCandidate(root);

    expect(candidate.dirty).toBe(true);
    expect(candidateFolder(candidate)).toBe(
      `reports/rc/1.2.3-uncommitted-${candidate.treeSha256.slice(0, 12)}`,
    );
  });

  it('has no commit outside git, and counts as uncommitted', () => {
    expect(readCandidate(root)).toMatchObject({ gitCommit: null, dirty: true });
  });
});

describe('the digest of a tree', () => {
  it('changes with a byte, a name, a new file and a deleted one', () => {
    const before = treeDigest(root);
    file('core/a.ts', 'export {}; ');
    const otherByte = treeDigest(root);
    file('core/b.ts', 'export {};');
    const newFile = treeDigest(root);
    rmSync(join(root, 'core/a.ts'));
    const deleted = treeDigest(root);

    expect(new Set([before, otherByte, newFile, deleted]).size).toBe(4);
  });

  it('knows nothing of what builds and runs write', () => {
    const before = treeDigest(root);
    file('dist/a.js', '1');
    file('reports/rc/x/verdict.json', '{}');
    file('node_modules/x/index.js', '1');

    expect(treeDigest(root)).toBe(before);
  });

  it('sees a changed file that git was told to overlook', () => {
    commit();
    const before = treeDigest(root);
    git('update-index', '--assume-unchanged', 'core/a.ts');
    file('core/a.ts', 'export const hidden = 1;');

    expect(treeDigest(root)).not.toBe(before);
    expect(readCandidate(root).dirty).toBe(true);
  });
});

describe('a tree that git shows in part', () => {
  it('is uncommitted when the settings of git hide new files', () => {
    commit();
    git('config', 'status.showUntrackedFiles', 'no');
    file('core/new.ts', 'export {};');

    expect(readCandidate(root).dirty).toBe(true);
  });

  it('is uncommitted, and another tree, with an ignored file among the sources', () => {
    commit();
    file('.git/info/exclude', 'core/hidden.ts\n');
    const before = treeDigest(root);
    file('core/hidden.ts', 'export {};');

    expect(readCandidate(root).dirty).toBe(true);
    expect(treeDigest(root)).not.toBe(before);
  });

  it.each(['local.ts', 'settings.json', 'logs/made.test.ts', 'db/rules.mjs'])(
    'is uncommitted, and another tree, with %s ignored where builds and tests would find it',
    (path) => {
      commit();
      file('.git/info/exclude', `/${path}\n`);
      const before = treeDigest(root);
      file(path, 'export {};');

      expect(readCandidate(root).dirty).toBe(true);
      expect(treeDigest(root)).not.toBe(before);
    },
  );

  it.each(['logs/soak/run.log', 'reports/rc/verdict.json', 'db/tasks.db', 'tasks.sqlite-wal', 'dist/a.js'])(
    'is as it was with %s, which a run or a build leaves',
    (path) => {
      file('.gitignore', `/${path}\n`);
      commit();
      const before = treeDigest(root);
      file(path, 'left');

      expect(readCandidate(root).dirty).toBe(false);
      expect(treeDigest(root)).toBe(before);
    },
  );

  it('is as it was with links in place of folders for packages and evidence', () => {
    file('.gitignore', '/node_modules\n/reports\n');
    commit();
    for (const name of ['node_modules', 'reports']) symlinkSync(tmpdir(), join(root, name));

    expect(readCandidate(root).dirty).toBe(false);
  });

  it('is as it was when the benchmark has installed its peers', () => {
    file('.gitignore', '/bench/peers/node_modules/\n');
    file('bench/peers/package.json', '{}');
    commit();
    file('bench/peers/node_modules/plainjob/index.js', 'export {};');

    expect(readCandidate(root).dirty).toBe(false);
  });

  it('is another tree when a link points elsewhere', () => {
    symlinkSync('one', join(root, 'core/linked'));
    commit();
    const before = treeDigest(root);
    rmSync(join(root, 'core/linked'));
    symlinkSync('other', join(root, 'core/linked'));

    expect(treeDigest(root)).not.toBe(before);
  });
});
